import type { TableStatus } from '../status.ts'

/** The status as a table for people, problems below it. `now` in milliseconds. */
export function renderStatus(statuses: readonly TableStatus[], now: number): string {
  if (statuses.length === 0) return 'No tenant yet. Sync one: pnpm sync run'
  const header = [
    'tenant',
    'resource',
    'rows',
    'status',
    'last full',
    'last incremental',
    'data as of',
    'quarantine',
    'drift',
  ]
  const rows = statuses.map((s) => [
    s.tenantId,
    s.resource,
    s.rows.toLocaleString('en-US'),
    s.status,
    ago(s.lastFullSync, now),
    ago(s.lastIncrementalSync, now),
    ago(s.dataAsOf, now),
    String(s.quarantined),
    String(s.drift),
  ])
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const numeric = new Set([2, 7, 8])
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (numeric.has(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  const problems = statuses
    .filter(({ lastError }) => lastError)
    .map(
      (s) =>
        `${s.resource}: ${s.lastError} (${ago(s.lastErrorAt, now)}, failures in a row: ${s.consecutiveFailures})`,
    )
  return [line(header), ...rows.map(line), ...problems].join('\n')
}

function ago(moment: Date | null, now: number): string {
  if (!moment) return '–'
  const seconds = Math.max(0, Math.round((now - moment.getTime()) / 1000))
  if (seconds < 60) return `${seconds} s ago`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`
  return `${Math.floor(seconds / 86_400)} days ago`
}
