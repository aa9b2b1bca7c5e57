import type pg from 'pg'
import type { Tenant } from '../tenants/tenants.ts'

/** Retention of history, in days. */
export interface Retention {
  /** Changes of both change feeds, unless the tenant's settings have `changesDays`. @default 90 */
  readonly changesDays: number
  /** Ended runs and requests, and resolved quarantine. @default 90 */
  readonly historyDays: number
  /** Workers that ended. @default 7 */
  readonly workersDays: number
}

const defaultRetention: Retention = { changesDays: 90, historyDays: 90, workersDays: 7 }

export interface Removed {
  readonly changes: number
  /** Changes of LAZI's records. */
  readonly recordChanges: number
  readonly runs: number
  readonly requests: number
  readonly quarantine: number
  readonly workers: number
}

/** Maximum number of rows per statement, so that locks are short. */
const BATCH = 5_000

/**
 * Removes history beyond its retention, in batches. Several workers may do so concurrently.
 * @throws when a tenant's setting `changesDays` is not valid: its changes are kept, and all other history is removed
 */
export async function applyRetention(
  pool: pg.Pool | pg.ClientBase,
  { retention = defaultRetention, now, signal }: { retention?: Retention; now: Date; signal: AbortSignal },
): Promise<Removed> {
  // A worker whose clock is ahead must not remove what others keep.
  const { rows: clock } = await pool.query<{ now: Date }>('SELECT least($1::timestamptz, now()) AS now', [
    now,
  ])
  const boundedNow = clock[0]?.now ?? now
  const before = (days: number) => new Date(boundedNow.getTime() - days * 86_400_000)
  const history = before(retention.historyDays)
  const { rows: tenants } = await pool.query<Pick<Tenant, 'tenantId' | 'settings'>>(
    'SELECT tenant_id AS "tenantId", settings FROM raw.tenants ORDER BY tenant_id',
  )
  const problems: string[] = []
  const removed = { changes: 0, recordChanges: 0, runs: 0, requests: 0, quarantine: 0, workers: 0 }
  for (const { tenantId, settings } of tenants) {
    const remove = (sql: string, before: Date) =>
      removeInBatches(pool, sql, [tenantId, before, BATCH], signal)
    const { changesDays: days = retention.changesDays } = settings
    if (isDays(days)) {
      removed.changes += await remove(trimChanges('raw'), before(days))
      removed.recordChanges += await remove(trimChanges('lazi'), before(days))
    } else problems.push(`got ${JSON.stringify(days)} for tenant ${tenantId}`)
    removed.runs += await remove(removeRuns, history)
    removed.requests += await remove(removeRequests, history)
    removed.quarantine += await remove(removeQuarantine, history)
  }
  const { rowCount } = await pool.query(removeWorkers, [before(retention.workersDays)])
  if (problems.length > 0) {
    throw new Error(
      `Expected raw.tenants.settings.changesDays to be a whole number of days from 1 to ${MAX_DAYS}, ${problems.join(', ')}. All other history beyond its retention was removed.`,
    )
  }
  return { ...removed, workers: rowCount ?? 0 }
}

const MAX_DAYS = 3_650

const isDays = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MAX_DAYS

async function removeInBatches(
  pool: pg.Pool | pg.ClientBase,
  sql: string,
  values: readonly unknown[],
  signal: AbortSignal,
): Promise<number> {
  let total = 0
  while (!signal.aborted) {
    const { rows } = await pool.query<{ removed: number }>(sql, [...values])
    const removed = rows[0]?.removed ?? 0
    total += removed
    if (removed < BATCH) break
  }
  return total
}

// Deletes by seq, the order of the primary key, up to the first change within the retention. Times increase with seq as
// far as the workers' clocks agree; keeping a change slightly longer is harmless. `trimmed_seq` is updated in the same
// statement, so a consumer that resumes from a removed seq detects it.
const trimChanges = (schema: 'raw' | 'lazi') => `
WITH batch AS (
       SELECT seq, at FROM ${schema}.changes WHERE tenant_id = $1 ORDER BY seq LIMIT $3),
     old AS (
       SELECT max(seq) AS seq FROM batch
        WHERE seq < coalesce((SELECT min(seq) FROM batch WHERE at >= $2), 9223372036854775807)),
     gone AS (
       DELETE FROM ${schema}.changes USING old WHERE changes.tenant_id = $1 AND changes.seq <= old.seq RETURNING 1),
     mark AS (
       UPDATE ${schema}.change_positions SET trimmed_seq = greatest(trimmed_seq, old.seq) FROM old
        WHERE tenant_id = $1 AND old.seq IS NOT NULL RETURNING 1)
SELECT count(*)::integer AS removed FROM gone`

const removeOld = (table: string, key: string, condition: string) => `
WITH gone AS (
  DELETE FROM raw.${table} WHERE tenant_id = $1 AND ${key} IN (
    SELECT ${key} FROM raw.${table} WHERE tenant_id = $1 AND ${condition} < $2 LIMIT $3) RETURNING 1)
SELECT count(*)::integer AS removed FROM gone`

const removeRuns = removeOld('sync_runs', 'run_id', 'finished_at')
const removeRequests = removeOld('sync_requests', 'request_id', 'finished_at')
const removeQuarantine = removeOld('quarantine', 'quarantine_id', 'resolved_at')

const removeWorkers = 'DELETE FROM raw.workers WHERE coalesce(stopped_at, seen_at) < $1'
