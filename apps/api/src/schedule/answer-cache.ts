import type pg from 'pg'

/** What a tenant asks for, and what the answer is made of. */
export interface Question {
  readonly tenantId: string
  /** Names the question among the tenant's. */
  readonly key: string
  /** The cache tables that the answer is read from. */
  readonly tables: readonly string[]
}

/** Answers that are still true are given again instead of being made again. */
export interface AnswerCache {
  /** The answer to a question; `make` is asked for it when there is none, or something has changed since. */
  readonly answer: (client: pg.ClientBase, question: Question, make: () => Promise<string>) => Promise<string>
}

export interface AnswerCacheOptions {
  /** Milliseconds. */
  readonly now: () => number
  /** How long answers of all tenants may be together, in characters; the longest unused go first. @default 16_000_000 */
  readonly maxLength?: number
  /** How long an answer is given again at most, in milliseconds. @default 30_000 */
  readonly maxAgeMs?: number
}

interface Answer {
  readonly version: string
  readonly until: number
  readonly text: string
}

/**
 * Remembers answers with the tenant's position in the change feed. Every page that a sync writes moves the position in
 * the same transaction, so an answer from this position on is true as long as the position is the same; it is looked up
 * by each request, under row-level security. What people change by hand is in no feed: it is seen after `maxAgeMs`.
 */
export function createAnswerCache(options: AnswerCacheOptions): AnswerCache {
  const { now, maxLength = 16_000_000, maxAgeMs = 30_000 } = options
  const answers = new Map<string, Answer>()
  let length = 0
  const forget = (name: string) => {
    length -= answers.get(name)?.text.length ?? 0
    answers.delete(name)
  }
  const remember = (name: string, answer: Answer) => {
    forget(name)
    answers.set(name, answer)
    length += answer.text.length
    for (const oldest of answers.keys()) {
      if (length <= maxLength) return
      forget(oldest)
    }
  }
  return {
    async answer(client, { tenantId, key, tables }, make) {
      // Before the answer is made: what is written in between makes it newer than its version, and never older.
      const version = await readVersion(client, tables)
      const name = `${tenantId} ${key}`
      const known = answers.get(name)
      if (version !== null && known?.version === version && known.until > now()) {
        answers.delete(name)
        answers.set(name, known)
        return known.text
      }
      const text = await make()
      if (version === null) forget(name)
      else remember(name, { version, until: now() + maxAgeMs, text })
      return text
    },
  }
}

/**
 * What has to be the same for an answer to be true still; null while the feed does not tell all changes of the tables,
 * because their first full sync has not ended.
 */
async function readVersion(client: pg.ClientBase, tables: readonly string[]): Promise<string | null> {
  const { rows } = await client.query<{ version: string }>({
    name: 'answer-version',
    text: `
      SELECT concat_ws(' ', (SELECT last_seq FROM raw.change_positions), time_zone) AS version
        FROM raw.tenants
       WHERE (SELECT count(*) FROM raw.sync_state WHERE table_name = ANY ($1) AND last_full_sync IS NOT NULL)
             = cardinality($1::text[])`,
    values: [tables],
  })
  return rows[0]?.version ?? null
}
