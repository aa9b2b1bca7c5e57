import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { SealOutcome } from '../audit/seal-logs.ts'
import { type FollowerState, readFollowers } from '../followers/read-followers.ts'
import { readClaims } from './claims/read-claims.ts'
import { addExchange } from './exchange-metrics.ts'
import type { TaskOutcome } from './sync-task.ts'

export interface Metrics {
  /** Counts the result of a task. */
  readonly countTask: (
    task: { readonly tenantId: string; readonly tableName: string },
    outcome: TaskOutcome,
  ) => void
  /** Counts a response of ServiceTitan; `status` null: no response. */
  readonly countResponse: (tenantId: string, response: { readonly status: number | null }) => void
  /** Counts a log that was sealed, or could not be. */
  readonly countSeal: (tenantId: string, outcome: SealOutcome) => void
  /** All metrics in the text format of Prometheus; shared state is queried from PostgreSQL when this is called. */
  readonly render: () => Promise<string>
  readonly contentType: string
}

/**
 * Metrics of this worker since its start, and of the state that all workers share. They contain no error texts.
 * @param countWaiting counts the tables that this worker could claim now
 */
export function createMetrics(pool: pg.Pool, countWaiting: () => Promise<number>): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name, help, labelNames, registers })
  const runs = counter('lazi_sync_runs_total', 'Runs that ended in this worker.', [
    'tenant',
    'table',
    'kind',
    'outcome',
  ])
  const rows = counter('lazi_sync_rows_total', 'Records by result.', ['tenant', 'table', 'change'])
  const pages = counter('lazi_sync_pages_total', 'Pages written.', ['tenant', 'table'])
  const requests = counter(
    'lazi_servicetitan_requests_total',
    'Requests to ServiceTitan by status; 429: the quota was used up; none: no response.',
    ['tenant', 'status'],
  )
  const seals = counter(
    'lazi_audit_seals_total',
    'Logs that this worker sealed and exported; failed: an entry is missing or a seal was changed.',
    ['tenant', 'outcome'],
  )
  addSharedState(pool, registers)
  addFollowers(pool, registers)
  addExchange(pool, registers)
  addWork(pool, registers, countWaiting)
  return {
    countTask({ tenantId: tenant, tableName: table }, outcome) {
      if (outcome.outcome === 'failed') runs.inc({ tenant, table, kind: outcome.kind, outcome: 'failed' })
      if (outcome.outcome !== 'succeeded') return
      const { progress, kind } = outcome
      runs.inc({ tenant, table, kind, outcome: 'succeeded' })
      pages.inc({ tenant, table }, progress.pages)
      for (const change of counted) {
        rows.inc({ tenant, table, change }, progress[change])
      }
    },
    countResponse: (tenant, { status }) => requests.inc({ tenant, status: String(status ?? 'none') }),
    countSeal: (tenant, outcome) => seals.inc({ tenant, outcome }),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** What is counted of each run. */
const counted = ['inserted', 'updated', 'unchanged', 'outdated', 'tombstoned', 'quarantined'] as const

/** Gauges that are read from PostgreSQL and therefore the same in every worker. */
function addSharedState(pool: pg.Pool, registers: Registry[]): void {
  const gauge = (name: string, help: string, labels: string[], sql: string) => {
    new Gauge({
      name,
      help,
      registers,
      labelNames: labels,
      async collect() {
        const { rows } = await pool.query<Record<string, string> & { value: number }>(sql)
        this.reset()
        for (const { value, ...labelValues } of rows) this.set(labelValues as Record<string, string>, value)
      },
    })
  }
  const perTable = ['tenant', 'table']
  gauge(
    'lazi_sync_lag_seconds',
    'Age of the data of a table; absent until it was synced.',
    perTable,
    `SELECT tenant_id AS tenant, table_name AS table, extract(epoch FROM lag)::float8 AS value
       FROM raw.freshness WHERE lag IS NOT NULL`,
  )
  gauge(
    'lazi_sync_freshness_breached',
    '1 when the data of a table is older than its target.',
    perTable,
    `SELECT tenant_id AS tenant, table_name AS table, breached::integer AS value FROM raw.freshness`,
  )
  gauge(
    'lazi_sync_quarantine_records',
    'Records in quarantine.',
    perTable,
    `SELECT tenant_id AS tenant, table_name AS table, count(*)::integer AS value
       FROM raw.quarantine WHERE resolved_at IS NULL GROUP BY 1, 2`,
  )
  gauge(
    'lazi_sync_circuit_open',
    '1 while nothing is requested of ServiceTitan for a tenant.',
    ['tenant'],
    `SELECT tenant_id AS tenant, (circuit_open_until IS NOT NULL)::integer AS value FROM raw.tenants`,
  )
  gauge(
    'lazi_sync_tenant_paused',
    '1 while a tenant is paused.',
    ['tenant'],
    `SELECT tenant_id AS tenant, (status = 'paused')::integer AS value FROM raw.tenants`,
  )
  gauge(
    'lazi_sync_failures',
    'Failed runs of a table since the last success, by kind of run; absent: none.',
    [...perTable, 'kind'],
    `SELECT tenant_id AS tenant, table_name AS table, kind, (failure ->> 'count')::integer AS value
       FROM raw.sync_state CROSS JOIN LATERAL jsonb_each(failures) AS failed (kind, failure)`,
  )
  gauge('lazi_sync_workers', 'Workers that are alive.', [], 'SELECT alive AS value FROM raw.worker_state')
  gauge(
    'lazi_sync_worker_seen_seconds',
    'Seconds since any worker was last seen; NaN: never.',
    [],
    `SELECT coalesce(greatest(extract(epoch FROM now() - last_seen_at), 0)::float8, 'NaN') AS value FROM raw.worker_state`,
  )
}

/** How far the followers have come, as `status` and `doctor` report it. */
function addFollowers(pool: pg.Pool, registers: Registry[]): void {
  let reading: Promise<readonly FollowerState[]> | undefined
  // All gauges are collected at once; one statement serves them.
  const read = () => {
    reading ??= readFollowers(pool).finally(() => {
      reading = undefined
    })
    return reading
  }
  const gauge = (name: string, help: string, valueFrom: (state: FollowerState) => number) => {
    new Gauge({
      name,
      help,
      registers,
      labelNames: ['tenant', 'follower'],
      async collect() {
        const followers = await read()
        this.reset()
        for (const state of followers)
          this.set({ tenant: state.tenantId, follower: state.follower }, valueFrom(state))
      },
    })
  }
  gauge(
    'lazi_follower_behind_changes',
    'Changes of the feed that a follower has not applied yet.',
    ({ behind }) => behind,
  )
  gauge(
    'lazi_follower_lag_seconds',
    'Age of the oldest change that a follower has not applied yet; 0: there is none.',
    ({ lagMs }) => lagMs / 1_000,
  )
  gauge(
    'lazi_follower_failures',
    'Failed steps of a follower since the last that succeeded.',
    ({ failures }) => failures,
  )
}

/** Tables by state: a due or requested table is waiting until a worker claims it. */
function addWork(pool: pg.Pool, registers: Registry[], countWaiting: () => Promise<number>): void {
  new Gauge({
    name: 'lazi_sync_tables',
    help: 'waiting: tables of the tenants of this worker that are due or requested; claimed: tables that any worker syncs.',
    registers,
    labelNames: ['state'],
    async collect() {
      const claims = await readClaims(pool)
      this.set({ state: 'waiting' }, await countWaiting())
      this.set({ state: 'claimed' }, claims.filter(({ expiredMs }) => expiredMs === null).length)
    },
  })
}
