import { counted } from 'cli-kit'
import type { Follower } from '../followers/follower.ts'
import { followerWords } from '../followers/follower-words.ts'
import type { FollowerState } from '../followers/read-followers.ts'
import { duration } from '../status/time-text.ts'
import { type Check, failed, ok, warning } from './check.ts'

/** A follower that is behind for longer than this, although a worker is alive, needs attention, in milliseconds. */
const LONGEST_LAG_MS = 5 * 60_000

/**
 * Checks that the records of a tenant follow the cache, or its facts the records.
 * @param options.hasWorker whether any worker is alive
 */
export function checkFollower(
  state: FollowerState,
  follower: Follower,
  { hasWorker }: { readonly hasWorker: boolean },
): Check[] {
  const words = followerWords[follower.name]
  const name = `tenant ${state.tenantId}, ${words.subject}`
  const checks: Check[] = []
  if (state.version > follower.version) {
    checks.push(failed(name, 'were filled by a newer version of this software', 'Update this installation'))
  } else if (state.error !== null) {
    const times = counted(state.failures, 'consecutive failure')
    checks.push(
      failed(
        name,
        `do not follow ${words.source} (${times}): ${state.error}`,
        'Look at the log of the worker',
      ),
    )
  } else if (state.lagMs > LONGEST_LAG_MS) {
    checks.push(
      warning(
        name,
        `${state.behind} changes behind ${words.source}, the oldest of ${duration(state.lagMs)} ago`,
        hasWorker ? 'Look at the log of the worker' : `Start a worker, or run once: ${words.run}`,
      ),
    )
  }
  if (state.refused > 0) {
    checks.push(
      warning(
        name,
        `${state.refused} rows were refused; their last good version stays`,
        `See ${words.refused}, column error`,
      ),
    )
  }
  if (checks.length > 0) return checks
  const unbuilt = follower.tables.length - state.ready.length
  return [ok(name, `follow ${words.source}${unbuilt === 0 ? '' : `; ${unbuilt} tables are not built yet`}`)]
}
