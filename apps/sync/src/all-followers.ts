import type pg from 'pg'
import { analyticsFollower } from './analytics/analytics-follower.ts'
import { type CatchUpOptions, catchUp } from './followers/catch-up.ts'
import type { Follower } from './followers/follower.ts'
import { recordsFollower } from './projector/records-follower.ts'

/** Everything that follows a change feed; one that follows what another emits comes after it. */
export const followers: readonly Follower[] = [recordsFollower, analyticsFollower]

/**
 * Brings everything that is computed for a tenant up to date.
 * @throws as `catchUp`
 */
export async function catchUpAll(client: pg.ClientBase, options: CatchUpOptions): Promise<void> {
  for (const follower of followers) await catchUp(client, follower, options)
}
