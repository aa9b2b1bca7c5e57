import { analyticsFollower } from './analytics/analytics-follower.ts'
import type { Follower } from './followers/follower.ts'
import { recordsFollower } from './projector/records-follower.ts'

/** Everything that follows a change feed; one that follows what another emits comes after it. */
export const followers: readonly Follower[] = [recordsFollower, analyticsFollower]
