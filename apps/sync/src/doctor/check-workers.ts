import { workersText } from '../status/health-text.ts'
import type { TableState } from '../status/status.ts'
import type { Workers } from '../status/worker-state.ts'
import { type Check, failed, ok, warning } from './check.ts'

const start = 'Start one: pnpm sync worker'

/**
 * Checks that a worker runs if one should: none is missed until one has run or a request waits for one, so that an
 * account that is synced by hand or by cron is in order.
 * @param options.isExpected whether there should be one; false: `--no-worker`
 */
export function checkWorkers(
  workers: Workers,
  states: readonly TableState[],
  { isExpected }: { readonly isExpected: boolean },
): Check {
  if (workers.alive > 0) return ok('workers', `${workers.alive} alive`)
  const requested = states.reduce((sum, state) => sum + state.requested, 0)
  if (requested > 0) return failed('workers', `${requested} requests wait for a worker, and none runs`, start)
  if (!isExpected) return ok('workers', 'none runs, and none is expected')
  const text = workersText(workers, Date.now())
  if (text === null) {
    return warning(
      'workers',
      'none has run yet',
      `${start}. If runs are started by hand or by cron, add --no-worker`,
    )
  }
  return workers.state === 'stopped' ? warning('workers', text, start) : failed('workers', text, start)
}
