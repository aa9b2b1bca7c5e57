import { counted } from 'cli-kit'
import type { Follower } from '../followers/follower.ts'
import type { FollowerState } from '../followers/read-followers.ts'
import { duration } from '../status/time-text.ts'
import { type Check, failed, ok, warning } from './check.ts'

/** A follower that is behind for longer than this, although a worker is alive, needs attention, in milliseconds. */
const LONGEST_LAG_MS = 5 * 60_000

/**
 * Checks that the records of a tenant follow the cache.
 * @param options.hasWorker whether any worker is alive
 */
export function checkFollower(
  state: FollowerState,
  follower: Follower,
  { hasWorker }: { readonly hasWorker: boolean },
): Check[] {
  const name = `tenant ${state.tenantId}, records`
  const checks: Check[] = []
  if (state.version > follower.version) {
    checks.push(failed(name, 'were filled by a newer version of this software', 'Update this installation'))
  } else if (state.error !== null) {
    const times = counted(state.failures, 'consecutive failure')
    checks.push(
      failed(name, `do not follow the cache (${times}): ${state.error}`, 'Look at the log of the worker'),
    )
  } else if (state.lagMs > LONGEST_LAG_MS) {
    checks.push(
      warning(
        name,
        `${state.behind} changes behind the cache, the oldest of ${duration(state.lagMs)} ago`,
        hasWorker ? 'Look at the log of the worker' : 'Start a worker, or run once: pnpm sync project',
      ),
    )
  }
  if (state.refused > 0) {
    checks.push(
      warning(
        name,
        `${state.refused} rows were refused; their last good version stays`,
        'See sync.waiting, column error',
      ),
    )
  }
  if (checks.length > 0) return checks
  const unbuilt = follower.tables.length - state.ready.length
  return [
    ok(name, unbuilt === 0 ? 'follow the cache' : `follow the cache; ${unbuilt} tables are not built yet`),
  ]
}
