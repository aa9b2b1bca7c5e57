import type { SyncTable } from 'api/client'

/** Problems first, then by name. */
export function byUrgency(a: SyncTable, b: SyncTable): number {
  return urgency(b) - urgency(a) || a.resource.localeCompare(b.resource)
}

function urgency({ lastError, breached, openQuarantine, driftPaths }: SyncTable): number {
  if (lastError !== null) return 4
  if (breached) return 3
  if (openQuarantine > 0) return 2
  return driftPaths > 0 ? 1 : 0
}
