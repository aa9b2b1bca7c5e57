import type { Resource } from 'catalog'
import type { AccessTokens } from '../auth/access-token.ts'
import type { ClientConfig } from '../config/config.ts'
import { tenantPath } from '../http/api-request.ts'
import { UnexpectedResponseError } from '../http/errors.ts'
import { show, wrongOption } from '../lib/expect.ts'
import { type PageData, readExportEnvelope } from './envelope.ts'
import { createFeedGuard } from './feed-guard.ts'
import { getPage, type ReceivedPage } from './get-page.ts'
import { buildQuery } from './query.ts'

export interface ExportPagesOptions {
  /**
   * The start: a `continueFrom` of the same resource, exactly as received, or a date such as `2020-01-01`.
   * @default the beginning of the feed
   */
  readonly from?: string | undefined
  /**
   * Includes changes of the last 15 minutes; later requests may repeat the same records.
   * @default false
   */
  readonly includeRecentChanges?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ExportPage extends ReceivedPage, PageData {
  /** False: there are no further records; poll again in 5 to 10 minutes. */
  readonly hasMore: boolean
  /** The cursor after this page, exactly as received. Valid for this resource's feed only. */
  readonly continueFrom: string
}

/**
 * Validates the arguments immediately; the first request is sent when the first page is read.
 *
 * @throws TypeError for a wrong argument; while paging, the errors of `ServiceTitanClient.exportPages`
 */
export function exportPages(
  config: ClientConfig,
  tokens: AccessTokens,
  request: ExportPagesOptions & { resource: Resource },
): AsyncGenerator<ExportPage, void, undefined> {
  const { resource, from, includeRecentChanges = false, signal } = request
  const path = resource.exportPath
  if (path === null) throw wrongOption('resource', 'one with an export feed', show(resource.name))
  if (from !== undefined && (typeof from !== 'string' || from === '')) {
    throw wrongOption('from', 'a non-empty string, or omitted to start from the beginning', show(from))
  }
  const query = (cursor: string | undefined): string =>
    buildQuery(resource.exportParameters, {
      ...resource.exportParams,
      from: cursor,
      includeRecentChanges: includeRecentChanges ? 'true' : undefined,
    })

  async function* pages(): AsyncGenerator<ExportPage, void, undefined> {
    const guard = createFeedGuard(from)
    let cursor = from
    for (;;) {
      const { envelope, ...received } = await getPage(config, tokens, {
        resource,
        path: path as string,
        query: query(cursor),
        read: readExportEnvelope,
        signal,
      })
      const problem = guard.check(envelope)
      if (problem !== null) {
        const where = tenantPath(config, resource.module, path as string)
        const context = { method: 'GET', path: where, attempts: received.requests } as const
        throw new UnexpectedResponseError(problem, context, 'loop')
      }
      yield { ...received, ...envelope }
      if (!envelope.hasMore) return
      cursor = envelope.continueFrom
    }
  }
  return pages()
}
