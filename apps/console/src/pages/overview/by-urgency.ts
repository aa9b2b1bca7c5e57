import type { SyncTable } from 'api/client'
import { isFailing } from './sync-health.ts'

/** Problems first, then by name. */
export function byUrgency(a: SyncTable, b: SyncTable): number {
  return urgency(b) - urgency(a) || a.resource.localeCompare(b.resource)
}

function urgency(table: SyncTable): number {
  const { breached, openQuarantine, driftPaths } = table
  if (isFailing(table)) return 4
  if (breached) return 3
  if (openQuarantine > 0) return 2
  return driftPaths > 0 ? 1 : 0
}
