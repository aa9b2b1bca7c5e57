import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox } from 'servicetitan-sandbox'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import type { BenchDatabase } from '../common/server.ts'
import { addBenchTenant, isBuilt, requestHotRuns, startWorker, until } from '../common/worker.ts'

const [BUSY, NEW] = [1, 2] as const
/** Changes of single records a minute: a day of a large contractor, or many of small ones. */
const CHANGES_PER_MINUTE = 240
/** How often runs with recent changes are requested, in milliseconds. */
const REQUEST_EVERY_MS = 2_000
const business = { locations: 500, jobs: 2_000, technicians: 20 }

export interface LagOptions {
  readonly database: BenchDatabase
  /** How long the business day is watched, in seconds. */
  readonly seconds: number
  /** Jobs of the tenant whose first sync runs concurrently. */
  readonly jobs: number
  readonly onProgress: (line: string) => void
}

/** Of each change, the milliseconds from the commit in the cache to that in the records. */
export interface Lag {
  readonly what: string
  readonly changes: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/**
 * The lag of the projection during a business day of one tenant: alone, and during the first sync of another tenant. The
 * worker is a process as in use. Null: the server does not keep the times of commits (track_commit_timestamp).
 */
export async function measureLag({ database, seconds, jobs, onProgress }: LagOptions): Promise<Lag[] | null> {
  const { admin } = database
  const { rows } = await admin.query<{ isKept: boolean }>(
    `SELECT current_setting('track_commit_timestamp')::boolean AS "isKept"`,
  )
  if (!rows[0]?.isKept) return null
  await using sandbox = createSandbox({
    now: Date.now(),
    realNow: Date.now,
    exportPageSize: 1_000,
    tenants: [
      { tenantId: BUSY, sizes: business },
      { tenantId: NEW, sizes: { jobs, locations: Math.ceil(jobs / 4), technicians: 100 } },
    ],
  })
  const { url } = await sandbox.listen()
  await using _ = await startWorker(database, url, [BUSY, NEW])
  await addBenchTenant(database, BUSY)
  onProgress('first sync of the tenant with a business day …')
  await until(() => isReady(database, BUSY))
  using day = sandbox.startBusinessDay({
    tenantId: BUSY,
    changesPerMinute: CHANGES_PER_MINUTE,
    isPlanned: true,
  })
  onProgress(`business day, ${seconds} s …`)
  const alone = await watch(database, 'alone', (since) => since >= seconds * 1000)
  await addBenchTenant(database, NEW)
  onProgress(`business day during the first sync of ${jobs.toLocaleString('en-US')} jobs …`)
  const beside = await watch(
    database,
    "during another tenant's first sync",
    async (since) => since >= seconds * 1000 || (await isReady(database, NEW)),
  )
  if (day.changeCount === 0) throw new Error('The business day changed nothing.')
  return [alone, beside]
}

/** Requests runs with recent changes again and again until `isOver`, then waits for the projection. */
async function watch(
  database: BenchDatabase,
  what: string,
  isOver: (sinceMs: number) => boolean | Promise<boolean>,
): Promise<Lag> {
  const from = await lastSeq(database)
  const started = performance.now()
  do {
    await requestHotRuns(database, BUSY)
    await sleep(REQUEST_EVERY_MS)
  } while (!(await isOver(performance.now() - started)))
  const to = await lastSeq(database)
  await until(() => isProjectedTo(database, to))
  return readLag(database, what, from, to)
}

/**
 * Of each change of the cache that caused changes of records: the time from its commit to that of the first step that had
 * applied it.
 */
async function readLag({ admin }: BenchDatabase, what: string, from: string, to: string): Promise<Lag> {
  const { rows } = await admin.query<Omit<Lag, 'what'>>(
    `WITH step AS (
       SELECT cause_seq, min(pg_xact_commit_timestamp(xmin)) AS at
         FROM lazi.changes WHERE tenant_id = $1 AND cause_seq > $2 GROUP BY cause_seq
     ),
     lag AS (
       SELECT extract(epoch FROM step.at - pg_xact_commit_timestamp(change.xmin)) * 1000 AS ms
         FROM raw.changes AS change
         JOIN LATERAL (SELECT at FROM step WHERE cause_seq >= change.seq ORDER BY cause_seq LIMIT 1) AS step ON true
        WHERE change.tenant_id = $1 AND change.seq > $2 AND change.seq <= $3 AND change.op <> 'snapshot'
     )
     SELECT count(*)::integer AS changes,
            percentile_disc(0.5) WITHIN GROUP (ORDER BY ms)::float8 AS p50,
            percentile_disc(0.95) WITHIN GROUP (ORDER BY ms)::float8 AS p95,
            percentile_disc(0.99) WITHIN GROUP (ORDER BY ms)::float8 AS p99
       FROM lag`,
    [BUSY, from, to],
  )
  const [lag] = rows
  if (!lag || lag.changes === 0) throw new Error(`No change was projected ${what}.`)
  return { what, ...lag }
}

async function lastSeq({ admin }: BenchDatabase): Promise<string> {
  const { rows } = await admin.query<{ seq: string }>(
    'SELECT last_seq AS seq FROM raw.change_positions WHERE tenant_id = $1',
    [BUSY],
  )
  return rows[0]?.seq ?? '0'
}

async function isProjectedTo({ admin }: BenchDatabase, seq: string): Promise<boolean> {
  const { rowCount } = await admin.query(
    `SELECT FROM sync.followers WHERE tenant_id = $1 AND name = 'records' AND seq >= $2`,
    [BUSY, seq],
  )
  return rowCount === 1
}

/** Whether every table was synced and projected. */
const isReady = (database: BenchDatabase, tenantId: number) => isBuilt(database, tenantId, recordsFollower)
