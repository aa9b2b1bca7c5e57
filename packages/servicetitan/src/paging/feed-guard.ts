import type { ExportEnvelope } from './envelope.ts'

/** A feed may have empty pages for hidden records, but only a limited number. */
export const maxEmptyPages = 100

/**
 * Detects an export feed that does not advance. Tokens are opaque, so the only evidence is a repeated token. Besides
 * the last token, the guard keeps one older token, replaced after 1, 2, 4, 8 … pages (Brent's cycle detection): it
 * detects a loop of any length without storing every token.
 */
export function createFeedGuard(from: string | undefined): {
  /** @returns the problem with this page, or null. */
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
      if (continueFrom === last) return 'the feed reports more records but `continueFrom` has not changed'
      if (continueFrom === milestone) return 'the feed is in a loop: a `continueFrom` was repeated'
      emptyPages = count === 0 ? emptyPages + 1 : 0
      if (emptyPages >= maxEmptyPages) {
        return `the feed reports more records but ${maxEmptyPages} pages in a row were empty`
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
