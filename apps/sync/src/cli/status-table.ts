import { formatCount, renderTable } from 'cli-kit'
import { addTenantCommand } from 'cli-kit/postgres'
import type { ExchangeState } from 'records/synced'
import { followerWords } from '../followers/follower-words.ts'
import type { FollowerState } from '../followers/read-followers.ts'
import { exchangeProblems } from '../status/exchange-problems.ts'
import { pauseText, workersText } from '../status/health-text.ts'
import type { TableStatus } from '../status/status.ts'
import { ago, duration } from '../status/time-text.ts'
import type { Workers } from '../status/worker-state.ts'

const header = [
  'tenant',
  'resource',
  'rows',
  'status',
  'last full',
  'last incremental',
  'last verify',
  'data as of',
  'target',
  'quarantine',
  'drift',
]

export interface StatusToRender {
  readonly tables: readonly TableStatus[]
  readonly workers: Workers
  readonly followers: readonly FollowerState[]
  readonly exchange: readonly ExchangeState[]
}

/** Renders the status as a table with problems below it. `now` in milliseconds. */
export function renderStatus(
  { tables: statuses, workers, followers, exchange }: StatusToRender,
  now: number,
): string {
  if (statuses.length === 0) return `No tenants yet. Add those with credentials: ${addTenantCommand()}`
  const rows = statuses.map((s) => [
    s.tenantId,
    s.resource,
    `${s.isEstimate ? 'about ' : ''}${formatCount(s.rows)}`,
    s.status,
    ago(s.lastFullSync, now),
    ago(s.lastIncrementalSync, now),
    ago(s.lastVerifiedAt, now),
    ago(s.dataAsOf, now),
    `${s.isBreached ? '!' : '<'} ${duration(s.targetMs)}`,
    String(s.quarantined),
    String(s.drift),
  ])
  const table = renderTable(header, rows, ['rows', 'quarantine', 'drift'])
  return [
    table,
    ...statuses.flatMap((status) => problemsOf(status, now)),
    ...tenantProblems(statuses, now),
    ...followers.flatMap(followerProblems),
    ...exchange.flatMap((state) =>
      exchangeProblems(state, now).map(
        ({ detail, advice }) => `tenant ${state.tenantId}: ${detail}; ${advice}`,
      ),
    ),
    ...workerProblems(statuses, workers, now),
  ].join('\n')
}

/** What keeps the records of a tenant from following the cache, and its facts from following the records. */
function followerProblems({ tenantId, follower, error, behind, lagMs, refused }: FollowerState): string[] {
  const { subject, source } = followerWords[follower]
  const problems: string[] = []
  if (error !== null) problems.push(`tenant ${tenantId}: its ${subject} do not follow ${source}: ${error}`)
  else if (behind > 0)
    problems.push(
      `tenant ${tenantId}: its ${subject} are ${behind} changes (${duration(lagMs)}) behind ${source}`,
    )
  if (refused > 0) problems.push(`tenant ${tenantId}: ${refused} rows were refused as ${subject}`)
  return problems
}

function problemsOf(s: TableStatus, now: number): string[] {
  const next = s.nextRunAt && s.nextRunAt.getTime() > now ? duration(s.nextRunAt.getTime() - now) : null
  const problems = failuresOf(s).map(
    ({ kind, error, at, count }) =>
      `${s.resource}: ${kind} failed: ${error} (${ago(at, now)}, consecutive failures: ${count}${next === null ? '' : `, next run in ${next}`})`,
  )
  if (s.suspects > 0)
    problems.push(`${s.resource}: ${s.suspects} rows look deleted and wait for --allow-deletes`)
  return problems
}

/** The failures of a table; a worker of an older version stored one only, without its kind. */
function failuresOf({ failures, lastError, lastErrorAt, consecutiveFailures }: TableStatus) {
  if (failures.length > 0) return failures
  return lastError === null
    ? []
    : [{ kind: 'run', error: lastError, at: lastErrorAt, count: consecutiveFailures }]
}

function tenantProblems(statuses: readonly TableStatus[], now: number): string[] {
  const tenants = new Map(statuses.map((status) => [status.tenantId, status]))
  return [...tenants.values()].flatMap((s) => {
    const problems: string[] = []
    if (s.isPaused) {
      problems.push(
        `tenant ${s.tenantId}: ${pauseText(s, now)}; resume it with: pnpm sync tenants resume ${s.tenantId}`,
      )
    }
    if (s.circuitOpenUntil) {
      const left = s.circuitOpenUntil.getTime() - now
      const when = left > 0 ? `for ${duration(left)}` : 'until the next try'
      problems.push(`tenant ${s.tenantId}: circuit open ${when}: ${s.circuitReason}`)
    }
    return problems
  })
}

function workerProblems(statuses: readonly TableStatus[], workers: Workers, now: number): string[] {
  const requested = statuses.reduce((sum, table) => sum + table.requested, 0)
  const text = workersText(workers, now)
  const waiting = requested > 0 && workers.alive === 0 ? [`${requested} requests wait for a worker`] : []
  return [...(text === null ? [] : [`${text}; start one with: pnpm sync worker`]), ...waiting]
}
