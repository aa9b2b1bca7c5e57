import type pg from 'pg'
import { resourceOf, tables } from '../cache/tables.ts'
import { latestTime } from '../postgres/clock-skew.ts'
import type { KindState, TableState } from './due.ts'
import { defaultIntervals } from './intervals.ts'

interface Row {
  readonly tenantId: string
  readonly tableName: string
  readonly incrementalEveryMs: number | null
  readonly fullEveryMs: number | null
  readonly verifyEveryMs: number | null
  readonly full: KindState
  readonly incremental: KindState
  readonly verify: KindState
}

export interface TableStatesQuery {
  readonly now: Date
  readonly tenantIds: readonly string[]
  /** @default all */
  readonly tableNames?: readonly string[]
  /** Omits tables without their own schedule whose `next_run_at` is after this time. @default none */
  readonly dueBy?: Date
}

/** Reads the states that determine the next runs of these tables. */
export async function readTableStates(
  client: pg.ClientBase | pg.Pool,
  { now, tenantIds, tableNames = tables.map(({ name }) => name), dueBy }: TableStatesQuery,
): Promise<TableState[]> {
  const { rows } = await client.query<Row>(statesQuery, [tenantIds, tableNames, dueBy ?? 'infinity', now])
  return rows.map(({ tenantId, tableName, full, incremental, verify, ...own }) => {
    const standard = defaults.get(tableName) ?? defaultIntervals(true)
    return {
      tenantId,
      tableName,
      intervals: {
        incrementalEveryMs: own.incrementalEveryMs ?? standard.incrementalEveryMs,
        fullEveryMs: own.fullEveryMs ?? standard.fullEveryMs,
        verifyEveryMs: own.verifyEveryMs ?? standard.verifyEveryMs,
      },
      kinds: { full, incremental, verify },
    }
  })
}

const defaults = new Map(
  tables.map((table) => [table.name, defaultIntervals(resourceOf(table).exportPath !== null)]),
)

const milliseconds = (sql: string) => `(extract(epoch FROM ${sql}) * 1000)::float8`

/** A time in the future was written by a worker whose clock was ahead, and does not count. */
const past = (column: string) => `CASE WHEN ${column} <= ${latestTime} THEN ${column} END`

const doneAt = {
  full: past('state.last_full_sync'),
  incremental: past('state.last_incremental_sync'),
  verify: past('state.last_verified_at'),
}
const kinds = Object.keys(doneAt) as (keyof typeof doneAt)[]

const kindStates = kinds.map(
  (kind) =>
    `json_build_object('doneAt', ${milliseconds(doneAt[kind])}, 'failures', failed.${kind}_failures,
                       'failedAt', ${milliseconds(`failed.${kind}_at`)}) AS ${kind}`,
)

const failures = kinds.map((kind) => {
  const since = `run.kind = '${kind}' AND run.started_at > coalesce(${doneAt[kind]}, '-infinity')`
  return `count(*) FILTER (WHERE ${since})::integer AS ${kind}_failures,
          max(run.finished_at) FILTER (WHERE ${since}) AS ${kind}_at`
})

// Counts the failures of each kind since its last successful run. The last twelve hours suffice: they have enough
// failures to reach the longest pause, and few runs per table.
const statesQuery = `
SELECT tenant.tenant_id AS "tenantId", wanted.table_name AS "tableName",
       ${milliseconds('schedule.incremental_every')} AS "incrementalEveryMs",
       ${milliseconds('schedule.full_every')} AS "fullEveryMs",
       ${milliseconds('schedule.verify_every')} AS "verifyEveryMs",
       ${kindStates.join(',\n       ')}
  FROM raw.tenants AS tenant
 CROSS JOIN unnest($2::text[]) AS wanted (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenant.tenant_id AND state.table_name = wanted.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenant.tenant_id AND schedule.table_name = wanted.table_name
 CROSS JOIN LATERAL (
   SELECT ${failures.join(',\n          ')}
     FROM raw.sync_runs AS run
    WHERE run.tenant_id = tenant.tenant_id AND run.table_name = wanted.table_name AND run.status = 'failed'
      AND run.started_at > $4::timestamptz - interval '12 hours') AS failed
 WHERE tenant.tenant_id = ANY ($1::bigint[])
   AND (schedule.tenant_id IS NOT NULL OR coalesce(state.next_run_at, '-infinity') <= $3
        OR greatest(state.last_full_sync, state.last_incremental_sync, state.last_verified_at) > ${latestTime})`
