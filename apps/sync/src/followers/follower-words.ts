import type { FollowerName } from 'db-migrations/protocol'

/** How a follower is spoken of: what it computes, from what, and where refused rows and one run of it are. */
export const followerWords: Readonly<
  Record<FollowerName, { subject: string; source: string; refused: string; run: string }>
> = {
  records: {
    subject: 'records',
    source: 'the cache',
    refused: 'sync.waiting',
    run: 'pnpm sync project',
  },
  analytics: {
    subject: 'facts',
    source: 'the records',
    refused: 'analytics.dirty_keys',
    run: 'pnpm sync analytics refresh',
  },
}
