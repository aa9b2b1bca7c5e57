import type pg from 'pg'
import type { ApiContext } from '../http/context.ts'
import { JsonText } from '../http/send-json.ts'
import { ofTenant } from '../tenant/of-tenant.ts'
import { prepared } from '../tenant/prepared.ts'

/** What a tenant asks for, and what the answer is made of. */
interface Question {
  readonly tenantId: string
  /** Names the question among the tenant's. */
  readonly key: string
  /** The cache tables that the answer is read from. */
  readonly tables: readonly string[]
  /** Makes the answer, in a transaction of the tenant. */
  readonly make: (client: pg.ClientBase) => Promise<string>
}

/** Answers that are still true are given again instead of being made again. */
export interface AnswerCache {
  readonly answer: (question: Question) => Promise<JsonText>
}

export interface AnswerCacheOptions extends Pick<ApiContext, 'tenants' | 'now'> {
  /** How long answers of all tenants may be together, in bytes; the longest unused go first. @default 16_000_000 */
  readonly maxLength?: number
  /** How long an answer is given again at most, in milliseconds. @default 30_000 */
  readonly maxAgeMs?: number
}

interface Answer {
  /** The tenant's position in the change feed, from before the answer was made. */
  readonly position: string
  readonly until: number
  readonly json: JsonText
}

/**
 * Remembers answers with the tenant's position in the change feed. Every page that a sync writes moves the position in
 * the same transaction, so an answer is true as long as the position is the same. Each request looks it up, under
 * row-level security. What is in no feed is seen after `maxAgeMs`: what people change by hand, and another time zone.
 */
export function createAnswerCache(options: AnswerCacheOptions): AnswerCache {
  const { tenants, now, maxLength = 16_000_000, maxAgeMs = 30_000 } = options
  const answers = new Map<string, Answer>()
  let length = 0
  const forget = (name: string) => {
    length -= answers.get(name)?.json.bytes.length ?? 0
    answers.delete(name)
  }
  const remember = (name: string, answer: Answer) => {
    forget(name)
    answers.set(name, answer)
    length += answer.json.bytes.length
    for (const oldest of answers.keys()) {
      if (length <= maxLength) return
      forget(oldest)
    }
  }
  return {
    async answer({ tenantId, key, tables, make }) {
      const name = `${tenantId} ${key}`
      // Before the answer is made: what is written in between makes it newer than its position, and never older.
      const [held] = await tenants.readInOneTrip<{ position: string }>(tenantId, answerPosition.text)
      const position = held?.position ?? '0'
      const known = answers.get(name)
      if (known?.position === position && known.until > now()) {
        answers.delete(name)
        answers.set(name, known)
        return known.json
      }
      const until = now() + maxAgeMs
      return tenants.read(tenantId, async (client) => {
        const isTold = await areChangesTold(client, tables)
        const json = new JsonText(await make(client))
        if (isTold) remember(name, { position, until, json })
        else forget(name)
        return json
      })
    },
  }
}

/** The tenant's position in the change feed. It has no parameters, so that it takes one round trip. */
export const answerPosition = prepared(
  `SELECT last_seq AS position FROM raw.change_positions WHERE ${ofTenant()}`,
  [],
)

/** Whether the feed tells of every change of the tables: not before their first full sync has ended. */
async function areChangesTold(client: pg.ClientBase, tables: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ told: number }>(fullySyncedTables(tables))
  return rows[0]?.told === tables.length
}

/** The statement of how many of some tables of the tenant have had a full sync. */
export function fullySyncedTables(tables: readonly string[]) {
  return prepared(
    `SELECT count(*)::integer AS told FROM raw.sync_state
      WHERE ${ofTenant()} AND table_name = ANY ($1) AND last_full_sync IS NOT NULL`,
    [tables],
  )
}
