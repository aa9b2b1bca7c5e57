import type { TableState } from './status.ts'
import { ago } from './time-text.ts'
import { isWithoutWorker, type Workers } from './worker-state.ts'

/** `no worker since … (…): …`; null: one is alive, or none has ever run. `now` in milliseconds. */
export function workersText(workers: Workers, now: number): string | null {
  if (!isWithoutWorker(workers)) return null
  const how = workers.state === 'stopped' ? 'it was stopped' : 'it ended or froze without being stopped'
  return `no worker since ${workers.lastSeenAt?.toISOString()} (${ago(workers.lastSeenAt, now)}: ${how})`
}

/** `paused since … by …`, as far as it is known. `now` in milliseconds. */
export function pauseText(
  { pausedAt, pausedBy }: Pick<TableState, 'pausedAt' | 'pausedBy'>,
  now: number,
): string {
  const since = pausedAt ? ` since ${pausedAt.toISOString()} (${ago(pausedAt, now)})` : ''
  return `paused${since}${pausedBy ? ` by ${pausedBy}` : ''}`
}
