import type { SyncState, SyncTable } from 'api/client'

/** LAZI's records usually follow the cache within seconds: older changes need attention. */
const latestSeconds = 60

/** Whether a change of the cache has not been in LAZI's records for too long. */
export function isLate({ lagSeconds }: SyncState['records']): boolean {
  return lagSeconds > latestSeconds
}

/** Whether a worker ran before, and none does now. */
export function isWithoutWorker({ state }: SyncState['workers']): boolean {
  return state === 'stopped' || state === 'vanished'
}

/** Whether the last run of some kind failed, even if runs of other kinds succeed. */
export function isFailing({ failures, lastError }: SyncTable): boolean {
  return failures.length > 0 || lastError !== null
}
