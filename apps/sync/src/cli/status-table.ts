import { renderTable } from 'cli-kit'
import type { TableStatus } from '../status/status.ts'
import { ago, duration } from './time-text.ts'

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

/** Renders the status as a table with problems below it. `now` in milliseconds. */
export function renderStatus(statuses: readonly TableStatus[], now: number): string {
  if (statuses.length === 0) return 'No tenants yet. Sync one with: pnpm sync run'
  const rows = statuses.map((s) => [
    s.tenantId,
    s.resource,
    `${s.isEstimate ? 'about ' : ''}${s.rows.toLocaleString('en-US')}`,
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
  ].join('\n')
}

function problemsOf(s: TableStatus, now: number): string[] {
  const problems: string[] = []
  if (s.lastError) {
    const next =
      s.nextRunAt && s.nextRunAt.getTime() > now
        ? `, next try in ${duration(s.nextRunAt.getTime() - now)}`
        : ''
    problems.push(
      `${s.resource}: ${s.lastError} (${ago(s.lastErrorAt, now)}, consecutive failures: ${s.consecutiveFailures}${next})`,
    )
  }
  if (s.suspects > 0)
    problems.push(`${s.resource}: ${s.suspects} rows look deleted and wait for --allow-deletes`)
  return problems
}

function tenantProblems(statuses: readonly TableStatus[], now: number): string[] {
  const tenants = new Map(statuses.map((status) => [status.tenantId, status]))
  return [...tenants.values()].flatMap((s) => {
    const problems: string[] = []
    if (s.isPaused) problems.push(`tenant ${s.tenantId} is paused`)
    if (s.circuitOpenUntil) {
      const left = s.circuitOpenUntil.getTime() - now
      const when = left > 0 ? `for ${duration(left)}` : 'until the next try'
      problems.push(`tenant ${s.tenantId}: circuit open ${when}: ${s.circuitReason}`)
    }
    return problems
  })
}
