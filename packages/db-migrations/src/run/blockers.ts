import { setInterval } from 'node:timers/promises'
import type pg from 'pg'
import type { Blockage, Blocker } from '../events.ts'

/** A second connection, opened when it is first needed: the first one waits, and cannot say for whom. */
export interface Observer extends AsyncDisposable {
  /** What `look` sees, or undefined when no second connection was to be had: looking is a courtesy. */
  look<T>(look: (client: pg.Client) => Promise<T>): Promise<T | undefined>
}

export function createObserver(connect: () => Promise<pg.Client>): Observer {
  let connection: Promise<pg.Client> | undefined
  return {
    async look(look) {
      try {
        connection ??= connect()
        return await look(await connection)
      } catch {
        return undefined
      }
    },
    async [Symbol.asyncDispose]() {
      await (await connection?.catch(() => undefined))?.end()
    },
  }
}

/** Waits for `work`, and calls `look` every `everyMs` until it is settled; then no look is under way. */
export async function watchWhile<T>(
  work: Promise<T>,
  everyMs: number,
  look: () => Promise<void>,
): Promise<T> {
  const settled = new AbortController()
  const watch = async () => {
    for await (const _ of setInterval(everyMs, undefined, { signal: settled.signal })) await look()
  }
  const watching = watch().catch(() => undefined) // ended by the abort below
  try {
    return await work
  } finally {
    settled.abort()
    await watching
  }
}

/** Whom the session `pid` waits for, if it waits. */
export async function findBlockage(client: pg.Client, pid: number): Promise<Blockage | undefined> {
  const { rows: blockers } = await client.query<Blocker>(
    `SELECT pid, coalesce(application_name, '') AS application, state, left(coalesce(query, ''), 200) AS query,
            xact_start AS since
       FROM pg_stat_activity WHERE pid = ANY (pg_blocking_pids($1)) ORDER BY xact_start`,
    [pid],
  )
  if (blockers.length === 0) return undefined
  const { rows } = await client.query<{ relation: string | null; queued: number }>(
    `SELECT (SELECT relation::regclass::text FROM pg_locks
              WHERE pid = $1 AND NOT granted AND relation IS NOT NULL LIMIT 1) AS relation,
            (SELECT count(*)::int FROM pg_stat_activity
              WHERE wait_event_type = 'Lock' AND $1 = ANY (pg_blocking_pids(pid))) AS queued`,
    [pid],
  )
  return { relation: rows[0]?.relation ?? undefined, blockers, queuedBehindUs: rows[0]?.queued ?? 0 }
}

/** `pid 4711 (psql, idle in transaction since 12:00:01 UTC)`; for the end of a sentence. */
export function describeBlockers({ blockers, relation }: Blockage): string {
  const names = blockers.map(({ pid, application, state, since }) => {
    const about = [application || 'no application name', state ?? 'state unknown']
    if (since) about.push(`in a transaction since ${since.toISOString()}`)
    return `pid ${pid} (${about.join(', ')})`
  })
  return `${names.join(', ')}${relation ? ` on ${relation}` : ''}`
}
