import { setInterval } from 'node:timers/promises'
import type pg from 'pg'
import type { Blockage, Blocker } from '../events.ts'

/** A second connection, opened on first use: the first one is blocked and cannot query its blockers. */
export interface Observer extends AsyncDisposable {
  /** The result of `query`, or undefined if it fails: observation is optional. */
  observe<T>(query: (client: pg.Client) => Promise<T>): Promise<T | undefined>
}

export function createObserver(connect: () => Promise<pg.Client>): Observer {
  let connection: Promise<pg.Client> | undefined
  return {
    async observe(query) {
      try {
        connection ??= connect()
        return await query(await connection)
      } catch {
        return undefined
      }
    },
    async [Symbol.asyncDispose]() {
      await (await connection?.catch(() => undefined))?.end()
    },
  }
}

/** Awaits `work`, and calls `check` every `everyMs` until it settles; no call is in progress on return. */
export async function watchWhile<T>(
  work: Promise<T>,
  everyMs: number,
  check: () => Promise<void>,
): Promise<T> {
  const settled = new AbortController()
  const watch = async () => {
    for await (const _ of setInterval(everyMs, undefined, { signal: settled.signal })) await check()
  }
  const watching = watch().catch(() => undefined) // ended by the abort below
  try {
    return await work
  } finally {
    settled.abort()
    await watching
  }
}

/** The blockers of session `pid`; undefined if it is not blocked. */
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
  return { relation: rows[0]?.relation ?? undefined, blockers, queuedSessions: rows[0]?.queued ?? 0 }
}

/** Such as `pid 4711 (psql, idle in transaction, in a transaction since 2026-03-01T12:00:01.000Z) on raw.st_jobs`. */
export function describeBlockers({ blockers, relation }: Blockage): string {
  const names = blockers.map(({ pid, application, state, since }) => {
    const about = [application || 'no application name', state ?? 'state unknown']
    if (since) about.push(`in a transaction since ${since.toISOString()}`)
    return `pid ${pid} (${about.join(', ')})`
  })
  return `${names.join(', ')}${relation ? ` on ${relation}` : ''}`
}
