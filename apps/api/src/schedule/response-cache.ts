import type pg from 'pg'
import type { ApiContext } from '../http/context.ts'
import { JsonText } from '../http/send-json.ts'
import { ofTenant } from '../tenant/of-tenant.ts'
import { prepared } from '../tenant/prepared.ts'

/** A tenant's request, and how to compute its response. */
interface CachedRequest {
  readonly tenantId: string
  /** Identifies the request within the tenant. */
  readonly key: string
  /** The cache tables that the response is read from. */
  readonly tables: readonly string[]
  /** Computes the response in a transaction of the tenant. */
  readonly compute: (client: pg.ClientBase) => Promise<string>
}

/** Reuses responses until the data that they were read from changes. */
export interface ResponseCache {
  readonly get: (request: CachedRequest) => Promise<JsonText>
}

export interface ResponseCacheOptions extends Pick<ApiContext, 'tenants' | 'now'> {
  /** Maximum length of all responses, in bytes; the least recently used are evicted. @default 16_000_000 */
  readonly maxLength?: number
  /** Maximum age of a reused response, in milliseconds. @default 30_000 */
  readonly maxAgeMs?: number
}

interface CachedResponse {
  /** The tenant's position in the change feed before the response was computed. */
  readonly position: string
  readonly until: number
  readonly json: JsonText
}

/**
 * Caches responses with the tenant's position in the change feed. A sync advances the position in the transaction that
 * writes a page, so a response is valid while the position is unchanged. Each request reads the position under row-level
 * security. Changes that no feed contains (manual changes, a changed time zone) become visible after `maxAgeMs`.
 */
export function createResponseCache(options: ResponseCacheOptions): ResponseCache {
  const { tenants, now, maxLength = 16_000_000, maxAgeMs = 30_000 } = options
  const responses = new Map<string, CachedResponse>()
  let length = 0
  const evict = (name: string) => {
    length -= responses.get(name)?.json.bytes.length ?? 0
    responses.delete(name)
  }
  const store = (name: string, response: CachedResponse) => {
    evict(name)
    responses.set(name, response)
    length += response.json.bytes.length
    for (const oldest of responses.keys()) {
      if (length <= maxLength) return
      evict(oldest)
    }
  }
  return {
    async get({ tenantId, key, tables, compute }) {
      const name = `${tenantId} ${key}`
      // Read before the response is computed: a write in between makes the response newer than its position, never older.
      const [current] = await tenants.readInOneTrip<{ position: string }>(tenantId, responsePosition.text)
      const position = current?.position ?? '0'
      const cached = responses.get(name)
      if (cached?.position === position && cached.until > now()) {
        responses.delete(name)
        responses.set(name, cached)
        return cached.json
      }
      const until = now() + maxAgeMs
      return tenants.read(tenantId, async (client) => {
        const isPublished = await areChangesPublished(client, tables)
        const json = new JsonText(await compute(client))
        if (isPublished) store(name, { position, until, json })
        else evict(name)
        return json
      })
    },
  }
}

/** The statement of the tenant's position in the change feed. Without parameters, it takes one round trip. */
export const responsePosition = prepared(
  `SELECT last_seq AS position FROM raw.change_positions WHERE ${ofTenant()}`,
  [],
)

/** Whether the feed contains every change of the tables: only once each table's first full sync has ended. */
async function areChangesPublished(client: pg.ClientBase, tables: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ synced: number }>(fullySyncedTables(tables))
  return rows[0]?.synced === tables.length
}

/** The statement that counts the fully synced tables among `tables`, for the transaction's tenant. */
export function fullySyncedTables(tables: readonly string[]) {
  return prepared(
    `SELECT count(*)::integer AS synced FROM raw.sync_state
      WHERE ${ofTenant()} AND table_name = ANY ($1) AND last_full_sync IS NOT NULL`,
    [tables],
  )
}
