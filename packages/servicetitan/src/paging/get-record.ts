import type { Resource } from 'catalog'
import type { AccessTokens } from '../auth/access-token.ts'
import type { ClientConfig } from '../config/config.ts'
import { type RequestContext, UnexpectedResponseError } from '../http/errors.ts'
import { endOfKey, endOfValue, isObjectAt, skipSpace, startOfValue, visitJson } from '../json/scan-json.ts'
import { int64, show, wrongOption } from '../lib/expect.ts'
import { getPage, type ReceivedPage } from './get-page.ts'

export interface GetRecordOptions {
  readonly signal?: AbortSignal | undefined
}

/** One record: its `body` is the record itself, without an envelope. */
export type ReceivedRecord = ReceivedPage

/**
 * Requests one record by its id.
 * @throws TypeError synchronously, for a wrong argument; otherwise the errors of `ServiceTitanClient.getRecord`
 */
export function getRecord(
  config: ClientConfig,
  tokens: AccessTokens,
  request: GetRecordOptions & { readonly resource: Resource; readonly id: string },
): Promise<ReceivedRecord> {
  const { resource, signal } = request
  const id = int64('id', request.id)
  if (resource.listPath === null || !resource.recordById) {
    throw wrongOption('resource', 'one with an endpoint for one record', show(resource.name))
  }
  return requestRecord(config, tokens, { resource, path: `${resource.listPath}/${id}`, id, signal })
}

async function requestRecord(
  config: ClientConfig,
  tokens: AccessTokens,
  request: { resource: Resource; path: string; id: string; signal: AbortSignal | undefined },
): Promise<ReceivedRecord> {
  const { resource, path, id, signal } = request
  const { envelope: _, ...received } = await getPage(config, tokens, {
    resource,
    path,
    query: '',
    read: (body, context) => expectRecord(body, id, context),
    signal,
  })
  return received
}

/** Refuses any other body: an error with status 200 must not be stored as a record. */
function expectRecord(body: Buffer, id: string, context: RequestContext): void {
  let found: string | null
  try {
    found = readId(body)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UnexpectedResponseError('the body is not JSON', context, 'not-json')
  }
  if (found === id) return
  throw new UnexpectedResponseError(`expected the record with \`id\` ${id}`, context, 'wrong-shape')
}

/** The id in digits, also beyond 2^53; null if the body has none. @throws SyntaxError unless the body is JSON */
function readId(body: Buffer): string | null {
  // The scanner skips values without validating them.
  JSON.parse(body.toString())
  const start = skipSpace(body, 0)
  if (!isObjectAt(body, start)) return null
  let id: string | null = null
  visitJson(body, start, (member) => {
    const keyEnd = endOfKey(body, member)
    const valueStart = startOfValue(body, keyEnd)
    const valueEnd = endOfValue(body, valueStart)
    if (body.toString('utf8', member, keyEnd) === '"id"') id = body.toString('utf8', valueStart, valueEnd)
    return valueEnd
  })
  return id
}
