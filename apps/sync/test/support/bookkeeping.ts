import type { CacheTable } from '../../src/cache/cache-table.ts'
import type { Whole, Wholeness } from './wholeness.ts'

interface RunRow {
  readonly table_name: string
  readonly kind: string
  readonly status: string
  readonly error: string | null
  readonly finished_at: Date | null
  readonly fetched: number
  readonly inserted: number
  readonly tombstoned: number
  /** The sum of the counters of records by outcome. */
  readonly outcomes: number
}

interface StateRow {
  readonly table_name: string
  readonly status: string
  readonly last_error: string | null
  readonly full_sync_cursor: string | null
  readonly full_sync_started_at: Date | null
  readonly last_full_sync: Date | null
  readonly last_incremental_sync: Date | null
  readonly last_hot_sync: Date | null
  readonly last_verified_at: Date | null
  readonly data_as_of: Date | null
  readonly consecutive_failures: number
  readonly failures: Readonly<Record<string, { readonly error: string; readonly count: number }>>
  readonly seen_pages: number
  readonly suspects: number
}

/** The wrong statements of raw.sync_runs and raw.sync_state. */
export async function readBookkeeping(
  whole: Whole,
  synced: readonly CacheTable[],
  wholeness: Wholeness,
): Promise<unknown[]> {
  const runs = await readRuns(whole)
  const states = await readStates(whole)
  const problems: unknown[] = runs.filter((run) => !isTrue(run)).map((run) => ({ where: 'sync_runs', run }))
  for (const { name } of synced) {
    const state = states.find(({ table_name }) => table_name === name)
    const ofTable = runs.filter(({ table_name }) => table_name === name)
    problems.push(
      ...problemsOfState(name, state, ofTable, wholeness.failed?.[name]),
      ...problemsOfPass(name, state, ofTable),
      ...(wholeness.isReplayed ? [] : await problemsOfCounters(whole, name, ofTable)),
    )
    if (state?.data_as_of && state.data_as_of.getTime() > whole.sandbox.clock.now()) {
      problems.push({ where: 'data_as_of', name, found: state.data_as_of, problem: 'in the future' })
    }
  }
  return problems
}

async function readRuns({ tenantId, pool }: Whole): Promise<RunRow[]> {
  const { rows } = await pool.query<RunRow>(
    `SELECT table_name, kind, status, error, finished_at, fetched::integer, inserted::integer, tombstoned::integer,
            (inserted + updated + unchanged + outdated + quarantined)::integer AS outcomes
       FROM raw.sync_runs WHERE tenant_id = $1 ORDER BY run_id`,
    [tenantId],
  )
  return rows
}

async function readStates({ tenantId, pool }: Whole): Promise<StateRow[]> {
  const countOf = (table: string) =>
    `(SELECT count(*)::integer FROM raw.${table} AS kept
       WHERE kept.tenant_id = state.tenant_id AND kept.table_name = state.table_name)`
  const { rows } = await pool.query<StateRow>(
    `SELECT state.*, ${countOf('full_sync_pages')} AS seen_pages, ${countOf('delete_suspects')} AS suspects
       FROM raw.sync_state AS state WHERE tenant_id = $1`,
    [tenantId],
  )
  return rows
}

/** Whether a run has ended, has an error unless it succeeded, and has an outcome of each record. */
function isTrue({ status, error, finished_at, fetched, outcomes }: RunRow): boolean {
  const isClosed = ['succeeded', 'failed', 'interrupted'].includes(status) && finished_at !== null
  return isClosed && fetched === outcomes && (status === 'succeeded') === (error === null)
}

/** The state of a table must be the result of its runs, in order. */
function problemsOfState(
  name: string,
  state: StateRow | undefined,
  runs: readonly RunRow[],
  failure: RegExp | undefined,
): unknown[] {
  const lastGood = runs.findLastIndex(({ status }) => status === 'succeeded')
  const failures = runs.slice(lastGood + 1).filter(({ status }) => status === 'failed')
  const ended = (kind: string) =>
    runs.findLast((run) => run.kind === kind && run.status === 'succeeded')?.finished_at?.getTime()
  const wanted = {
    status: runs.at(-1)?.status === 'failed' ? 'failed' : 'idle',
    error: failures.at(-1)?.error ?? null,
    failures: failures.length,
    standing: standingFailures(runs),
    ended: [ended('full'), ended('incremental'), ended('hot'), ended('verify')],
  }
  const found = state && {
    status: state.status,
    error: state.last_error,
    failures: state.consecutive_failures,
    standing: Object.entries(state.failures)
      .map(([kind, { error, count }]) => ({ kind, error, count }))
      .toSorted((a, b) => a.kind.localeCompare(b.kind)),
    ended: [
      state.last_full_sync?.getTime(),
      state.last_incremental_sync?.getTime(),
      state.last_hot_sync?.getTime(),
      state.last_verified_at?.getTime(),
    ],
  }
  const problems: unknown[] = []
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    problems.push({ where: 'sync_state', name, found, wanted })
  const isAsExpected = failure ? failure.test(wanted.error ?? '') : wanted.status === 'idle'
  if (!isAsExpected) problems.push({ where: 'outcome', name, error: wanted.error })
  return problems
}

/** The failures that no later success disproves, by kind: that of a full sync stands while incremental ones succeed. */
function standingFailures(runs: readonly RunRow[]) {
  const weights = ['hot', 'incremental', 'full']
  const disproves = (done: string, failed: string) =>
    done === failed || (weights.includes(failed) && weights.indexOf(done) > weights.indexOf(failed))
  return ['full', 'hot', 'incremental', 'verify'].flatMap((kind) => {
    const lastGood = runs.findLastIndex((run) => run.status === 'succeeded' && disproves(run.kind, kind))
    const failed = runs.slice(lastGood + 1).filter((run) => run.kind === kind && run.status === 'failed')
    return failed.length > 0 ? [{ kind, error: failed.at(-1)?.error ?? '', count: failed.length }] : []
  })
}

/** The data of a full pass must exist exactly while it is unfinished. */
function problemsOfPass(name: string, state: StateRow | undefined, runs: readonly RunRow[]): unknown[] {
  const last = runs.findLast(({ kind }) => kind === 'full')
  if (!state || last?.status !== 'succeeded') return []
  const { full_sync_cursor, full_sync_started_at, seen_pages, suspects } = state
  const kept = [full_sync_cursor, full_sync_started_at, seen_pages || null, suspects || null]
  return kept.every((value) => value === null) ? [] : [{ where: 'pass', name, kept }]
}

/** Counters are committed with the rows, so they must match the rows. */
async function problemsOfCounters(
  { tenantId, pool }: Whole,
  name: string,
  runs: readonly RunRow[],
): Promise<unknown[]> {
  const { rows } = await pool.query<{ inserted: number; tombstoned: number }>(
    `SELECT (SELECT count(*)::integer FROM raw.${name} WHERE tenant_id = $1) AS inserted,
            (SELECT count(*)::integer FROM raw.changes
              WHERE tenant_id = $1 AND table_name = $2 AND op = 'delete') AS tombstoned`,
    [tenantId, name],
  )
  const counted = {
    inserted: runs.reduce((sum, run) => sum + run.inserted, 0),
    tombstoned: runs.reduce((sum, run) => sum + run.tombstoned, 0),
  }
  return JSON.stringify(rows[0]) === JSON.stringify(counted)
    ? []
    : [{ where: 'counters', name, there: rows[0], counted }]
}
