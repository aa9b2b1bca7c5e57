import { formatPosition } from 'db-migrations/protocol'
import type pg from 'pg'
import type { ApiContext } from '../http/context.ts'
import { JsonText } from '../http/send-json.ts'
import { assertSameTenant, type TenantIdentity } from '../tenant/tenant-identity.ts'

/** A tenant's request, and how to compute its response. */
interface CachedRequest {
  readonly tenant: TenantIdentity
  /** Identifies the request within the tenant. */
  readonly key: string
  /** The tables of LAZI's records that the response is read from. */
  readonly tables: readonly string[]
  /** Computes the response in a transaction of the tenant, in which statements are planned once for all tenants. */
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
  /** The tenant's position in the change feed of its records, with its epoch, before the response was computed. */
  readonly position: string
  readonly until: number
  readonly json: JsonText
}

/**
 * Caches responses with the tenant's position in the change feed of LAZI's records. Each change of a record advances the
 * position in its transaction, so a response is valid while the position is unchanged. Each request reads the position
 * under row-level security. The position includes the feed's epoch, so a removed tenant's responses are not reused for a
 * later tenant with the same id; a tenant without a position has no identity, and its responses are not reused. Changes
 * that no feed contains (manual changes, a changed time zone) become visible after `maxAgeMs`.
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
    async get({ tenant, key, tables, compute }) {
      const name = `${tenant.tenantId} ${key}`
      // Read before the response is computed: a write in between makes the response newer than its position, never older.
      const rows = await tenants.readInOneTrip<ResponsePosition>(tenant.tenantId, responsePosition)
      assertSameTenant(tenant, rows)
      const position = positionOf(rows)
      const cached = responses.get(name)
      if (cached && cached.position === position && cached.until > now()) {
        responses.delete(name)
        responses.set(name, cached)
        return cached.json
      }
      const until = now() + maxAgeMs
      // Stored only once the checks of the transaction have passed: `compute` runs before they are answered.
      const json = new JsonText(await tenants.read(tenant, compute, { plansOnce: true, needs: tables }))
      if (position !== null) store(name, { position, until, json })
      else evict(name)
      return json
    },
  }
}

/** The tenant's identity, and its position in the change feed of its records. */
interface ResponsePosition {
  /** Of the tenant. */
  readonly epoch: string
  readonly feed: string | null
  readonly seq: string | null
}

function positionOf([row]: readonly ResponsePosition[]): string | null {
  return row?.feed && row.seq ? formatPosition({ epoch: row.feed, seq: row.seq }) : null
}

/** The statement of a {@link ResponsePosition}. Its only parameter is the tenant, so it takes one round trip. */
export const responsePosition = `
SELECT tenant.epoch, records.epoch AS feed, records.last_seq AS seq
  FROM raw.change_positions AS tenant
  LEFT JOIN lazi.change_positions AS records ON records.tenant_id = $1
 WHERE tenant.tenant_id = $1`
