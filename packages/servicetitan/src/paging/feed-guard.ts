import type { ExportEnvelope } from './envelope.ts'

/** A feed may skip over hidden records in empty pages, but not for ever. */
export const maxEmptyPages = 100

/**
 * Watches one walk through an export feed for a feed that does not move on. Tokens are opaque, so all that can be
 * known is that the same one came twice. Besides the last token it remembers one older token, replaced after
 * 1, 2, 4, 8 … pages (Brent's cycle detection): a loop of any length is found without keeping every token.
 */
export function createFeedGuard(from: string | undefined): {
  /** @returns what is wrong with this page, or null. */
  check(page: Omit<ExportEnvelope, 'data'>): string | null
} {
  let last = from
  let milestone = from
  let pages = 0
  let nextMilestone = 1
  let emptyPages = 0
  return {
    check({ hasMore, continueFrom, count }) {
      if (!hasMore) return null
      if (continueFrom === last) return 'the feed says there is more but `continueFrom` has not changed'
      if (continueFrom === milestone) return 'the feed goes in a circle: a `continueFrom` came a second time'
      emptyPages = count === 0 ? emptyPages + 1 : 0
      if (emptyPages >= maxEmptyPages) {
        return `the feed says there is more but ${maxEmptyPages} pages in a row were empty`
      }
      last = continueFrom
      pages += 1
      if (pages === nextMilestone) {
        milestone = continueFrom
        nextMilestone *= 2
      }
      return null
    },
  }
}
