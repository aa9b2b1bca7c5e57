import type pg from 'pg'
import type { ApiContext } from '../http/context.ts'
import { JsonText } from '../http/send-json.ts'
import { ofTenant } from '../tenant/of-tenant.ts'
import { prepared } from '../tenant/prepared.ts'

/** A tenant's request, and how to compute its answer. */
interface AnswerRequest {
  readonly tenantId: string
  /** Identifies the request within the tenant. */
  readonly key: string
  /** The cache tables that the answer is read from. */
  readonly tables: readonly string[]
  /** Computes the answer in a transaction of the tenant. */
  readonly compute: (client: pg.ClientBase) => Promise<string>
}

/** Reuses answers until the data that they were read from changes. */
export interface AnswerCache {
  readonly answer: (request: AnswerRequest) => Promise<JsonText>
}

export interface AnswerCacheOptions extends Pick<ApiContext, 'tenants' | 'now'> {
  /** Maximum length of all answers, in bytes; the least recently used are evicted. @default 16_000_000 */
  readonly maxLength?: number
  /** Maximum age of a reused answer, in milliseconds. @default 30_000 */
  readonly maxAgeMs?: number
}

interface Answer {
  /** The tenant's position in the change feed before the answer was computed. */
  readonly position: string
  readonly until: number
  readonly json: JsonText
}

/**
 * Caches answers with the tenant's position in the change feed. A sync advances the position in the transaction that
 * writes a page, so an answer is valid while the position is unchanged. Each request reads the position under row-level
 * security. Changes that no feed contains (manual changes, a changed time zone) become visible after `maxAgeMs`.
 */
export function createAnswerCache(options: AnswerCacheOptions): AnswerCache {
  const { tenants, now, maxLength = 16_000_000, maxAgeMs = 30_000 } = options
  const answers = new Map<string, Answer>()
  let length = 0
  const evict = (name: string) => {
    length -= answers.get(name)?.json.bytes.length ?? 0
    answers.delete(name)
  }
  const store = (name: string, answer: Answer) => {
    evict(name)
    answers.set(name, answer)
    length += answer.json.bytes.length
    for (const oldest of answers.keys()) {
      if (length <= maxLength) return
      evict(oldest)
    }
  }
  return {
    async answer({ tenantId, key, tables, compute }) {
      const name = `${tenantId} ${key}`
      // Read before the answer is computed: a write in between makes the answer newer than its position, never older.
      const [current] = await tenants.readInOneTrip<{ position: string }>(tenantId, answerPosition.text)
      const position = current?.position ?? '0'
      const cached = answers.get(name)
      if (cached?.position === position && cached.until > now()) {
        answers.delete(name)
        answers.set(name, cached)
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
export const answerPosition = prepared(
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
