import type { ListFilter, Resource } from 'catalog'
import type { AccessTokens } from '../auth/access-token.ts'
import type { ClientConfig } from '../config/config.ts'
import { type RequestContext, UnexpectedResponseError } from '../http/errors.ts'
import { int64, show, wholeNumber, wrongOption } from '../lib/expect.ts'
import { type ListEnvelope, type PageData, readListEnvelope } from './envelope.ts'
import { maxEmptyPages } from './feed-guard.ts'
import { getPage, type ReceivedPage } from './get-page.ts'
import { listFilters } from './list-filters.ts'
import { buildQuery } from './query.ts'

export interface ListPagesOptions {
  /**
   * Records in a page, 1 to 5000 (partner documentation, "Timeouts and pagination").
   * @default 1_000: about 5 MB of jobs, which takes far less than the vendor's timeout of 100 s
   */
  readonly pageSize?: number | undefined
  /** RFC 3339 in UTC, e.g. `2026-01-02T16:28:55.8446003Z`, up to 7 fractional digits, or a date. Inclusive. */
  readonly modifiedOnOrAfter?: string | undefined
  /** Like `modifiedOnOrAfter`, but exclusive. */
  readonly modifiedBefore?: string | undefined
  /** Only these records: 1 to 50 ids, each an int64 in digits. Not every list supports them: see `listParameters`. */
  readonly ids?: readonly string[] | undefined
  /**
   * Only records with these values, e.g. `{ jobId: '61000001' }`; a list of 1 to 50 values matches any of them. Each
   * resource names its filters in `listParameters`.
   */
  readonly filters?: Readonly<Partial<Record<ListFilter, string | readonly string[]>>> | undefined
  /** Requests `totalCount`. @default false */
  readonly includeTotal?: boolean | undefined
  /** The first page to read. @default 1 */
  readonly startPage?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ListPage extends ReceivedPage, PageData {
  /** The number of the page, from 1. */
  readonly page: number
  /** The applied page size, which may be less than requested. */
  readonly pageSize: number
  readonly hasMore: boolean
  /** Records on all pages; null unless `includeTotal`. */
  readonly totalCount: number | null
}

/** OpenAPI: "Perform lookup by multiple IDs (maximum 50)". */
const maxIds = 50
const largestPageSize = 5_000

/**
 * Validates the arguments immediately; the first request is sent when the first page is read.
 *
 * @throws TypeError for a wrong argument; while paging, the errors of `ServiceTitanClient.listPages`
 */
export function listPages(
  config: ClientConfig,
  tokens: AccessTokens,
  request: ListPagesOptions & { resource: Resource },
): AsyncGenerator<ListPage, void, undefined> {
  const { resource, signal } = request
  const path = resource.listPath
  if (path === null) throw wrongOption('resource', 'one with a list', show(resource.name))
  const startPage = wholeNumber('startPage', request.startPage ?? 1, { min: 1, max: 0x7fffffff })
  const pageSize = wholeNumber('pageSize', request.pageSize ?? 1_000, { min: 1, max: largestPageSize })
  const modifiedOnOrAfter = instant('modifiedOnOrAfter', request.modifiedOnOrAfter)
  const filters = {
    ...resource.listParams,
    ...(modifiedOnOrAfter === undefined ? {} : { modifiedOnOrAfter }),
    modifiedBefore: instant('modifiedBefore', request.modifiedBefore),
    ids: idList(request.ids, resource),
    ...listFilters(resource, request.filters ?? {}),
    includeTotal: request.includeTotal ? 'true' : undefined,
  }
  const query = (page: number): string =>
    buildQuery(resource.listParameters, {
      ...filters,
      page: String(page),
      pageSize: String(pageSize),
      ...resource.listOrder,
    })

  async function* pages(): AsyncGenerator<ListPage, void, undefined> {
    let emptyPages = 0
    for (let page = startPage; ; page += 1) {
      const { envelope, ...received } = await getPage(config, tokens, {
        resource,
        path: path as string,
        query: query(page),
        read: (body, context) => {
          const read = expectPage(readListEnvelope(body, context), page, context)
          if (read.hasMore && read.count === 0 && emptyPages + 1 >= maxEmptyPages)
            throw tooManyEmptyPages(context)
          return read
        },
        signal,
      })
      emptyPages = envelope.count === 0 ? emptyPages + 1 : 0
      yield { ...received, ...envelope }
      if (!envelope.hasMore) return
    }
  }
  return pages()
}

/** Refuses any other page: a server that always returns the first page would be read forever. */
function expectPage(envelope: ListEnvelope, page: number, context: RequestContext): ListEnvelope {
  if (envelope.page === page) return envelope
  throw new UnexpectedResponseError(
    `expected \`page\` to be ${page}, got ${envelope.page}`,
    context,
    'wrong-shape',
  )
}

function tooManyEmptyPages(context: RequestContext): UnexpectedResponseError {
  const problem = `the list reports more records but ${maxEmptyPages} pages in a row were empty`
  return new UnexpectedResponseError(problem, context, 'loop')
}

/** Refuses an empty list: without the parameter ServiceTitan would return all records. */
function idList(ids: readonly string[] | undefined, resource: Resource): string | undefined {
  if (ids === undefined) return undefined
  if (!resource.listParameters.includes('ids')) {
    throw wrongOption('ids', `omitted, as the list of ${resource.name} does not support them`, 'some')
  }
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > maxIds) {
    const got = Array.isArray(ids) ? `${ids.length}` : `type ${typeof ids}`
    throw wrongOption('ids', `1 to ${maxIds} ids`, got)
  }
  return ids.map((id, index) => int64(`ids[${index}]`, id)).join(',')
}

function instant(name: string, value: string | undefined): string | undefined {
  if (value === undefined) return undefined
  const wellFormed = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,7})?Z)?$/
  if (typeof value === 'string' && wellFormed.test(value) && !Number.isNaN(Date.parse(value))) return value
  throw wrongOption(name, 'an RFC 3339 time in UTC such as 2026-01-02T16:28:55.8446003Z', show(value))
}
