import type { Resource } from 'catalog'
import { createAccessTokens } from './auth/access-token.ts'
import { readOptions, type ServiceTitanClientOptions } from './config/config.ts'
import { type ExportPage, type ExportPagesOptions, exportPages } from './paging/export-pages.ts'
import { type GetRecordOptions, getRecord, type ReceivedRecord } from './paging/get-record.ts'
import { type ListPage, type ListPagesOptions, listPages } from './paging/list-pages.ts'
import { send } from './writes/send.ts'
import type { WriteOutcome } from './writes/write-outcome.ts'
import { readWrite, type WriteRequest } from './writes/write-request.ts'

export interface ServiceTitanClient {
  /**
   * Follows a resource's export feed until ServiceTitan reports its end. Records are usually in order of modification
   * and may repeat (OpenAPI, every GET /export/...). A page whose cursor does not advance is not yielded, so every
   * yielded cursor can be resumed from.
   *
   * @throws TypeError synchronously, for a wrong argument or a resource without an export feed
   * @throws AuthenticationError when the credentials are refused
   * @throws RateLimitedError when the quota is still exhausted after all attempts, or for longer than `retryMaxDelayMs`
   * @throws ServiceTitanHttpError for any other status: a 403 names the missing scope
   * @throws TimeoutError, NetworkError when every attempt failed
   * @throws UnexpectedResponseError when a response cannot be used, or the feed does not advance: a repeated
   * `continueFrom`, or 100 consecutive empty pages
   * @throws the signal's reason when it aborts.
   */
  exportPages(resource: Resource, options?: ExportPagesOptions): AsyncGenerator<ExportPage, void, undefined>

  /**
   * Pages through a resource's list, ordered by id if the list can be sorted, including inactive records. Offset paging
   * over changing data can skip or repeat records between two pages. ServiceTitan does not guarantee that a filter was
   * applied; a caller that depends on one must check the records.
   *
   * @throws TypeError synchronously, for a wrong argument or a resource without a list
   * @throws AuthenticationError, RateLimitedError, ServiceTitanHttpError, TimeoutError, NetworkError,
   * UnexpectedResponseError as `exportPages`
   * @throws the signal's reason when it aborts.
   */
  listPages(resource: Resource, options?: ListPagesOptions): AsyncGenerator<ListPage, void, undefined>

  /**
   * Requests one record by its id, exactly as received.
   *
   * @throws TypeError synchronously, for a wrong argument or a resource without such an endpoint (`recordById`)
   * @throws ServiceTitanHttpError with status 404 when there is no such record
   * @throws AuthenticationError, RateLimitedError, ServiceTitanHttpError, TimeoutError, NetworkError,
   * UnexpectedResponseError as `exportPages`
   * @throws the signal's reason when it aborts.
   */
  getRecord(resource: Resource, id: string, options?: GetRecordOptions): Promise<ReceivedRecord>

  /**
   * Sends one write and says what is known of it. A write is never retried, because ServiceTitan has no idempotency
   * key: a second request could apply it twice. The exception is a 401, after which the same request is sent once more
   * with a new token, since the first was not applied. A 429 delays all requests of the limiter.
   *
   * It ends within `writeStartTimeoutMs + writeTimeoutMs`. An abort ends it at once, as `notSent` or `unknown`.
   *
   * @throws TypeError synchronously, for a wrong argument
   * @throws AuthenticationError when the credentials are refused: nothing was applied
   * @throws the error of a bug, such as one in a given `fetch`: the outcome is then unknown
   * @example
   * ```ts
   * const outcome = await client.send({ method: 'PATCH', module: 'crm', path: 'customers/41000001', body: { name } })
   * if (outcome.kind === 'applied') await store(outcome.body)
   * ```
   */
  send(request: WriteRequest): Promise<WriteOutcome>
}

/**
 * A client for one tenant of ServiceTitan's v2 API. It keeps an access token, and need not be closed.
 *
 * Only GETs and the token request are retried, after network failures, timeouts, 408, 429, 5xx and unreadable bodies,
 * with exponential backoff and full jitter, or after `Retry-After` if the response has one.
 *
 * @throws TypeError "Expected `x` to be ..., got ..." for a wrong option; a secret is never shown.
 * @example
 * ```ts
 * const client = createServiceTitanClient({ tenantId: '1001001', clientId, clientSecret, appKey })
 * const jobs = findResource('jobs')
 * if (jobs) for await (const page of client.exportPages(jobs)) await store(page.data, page.continueFrom)
 * ```
 */
export function createServiceTitanClient(options: ServiceTitanClientOptions): ServiceTitanClient {
  const config = readOptions(options)
  const tokens = createAccessTokens(config)
  return {
    exportPages: (resource, request) => exportPages(config, tokens, { ...request, resource }),
    listPages: (resource, request) => listPages(config, tokens, { ...request, resource }),
    getRecord: (resource, id, request) => getRecord(config, tokens, { ...request, resource, id }),
    send: (request) => send(config, tokens, readWrite(config, request)),
  }
}
