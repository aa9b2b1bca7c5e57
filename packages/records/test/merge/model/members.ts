import type { SetChange, Values } from '../../../src/merge/index.ts'
import { membersOf, sets } from './fields.ts'
import type { Random } from './random.ts'

/**
 * Accounts for the members of sets. Each is added once and removed once at most, by either side: at the end a set has those
 * that were added and not removed, whatever happened between.
 */
export function createMembers(first: Values, random: Random) {
  const expected = new Map<string, Set<string>>(sets.map((set) => [set, new Set(membersOf(first, set))]))
  const removed = new Set<string>()
  let added = 0
  return {
    count: () => added + removed.size,
    /** A person adds a new member to a set, or removes one that they see. */
    change(set: string, seen: readonly string[]): SetChange {
      if (seen.length > 0 && random.chance(0.5)) {
        const member = random.pick(seen)
        removed.add(member)
        expected.get(set)?.delete(member)
        return { added: [], removed: [member] }
      }
      added += 1
      const member = `n${added}`
      expected.get(set)?.add(member)
      return { added: [member], removed: [] }
    },
    /** How many members are missing or too many. @param uncertain members that do not count */
    lostOf(set: string, members: readonly string[], uncertain: ReadonlySet<string>): number {
      const wanted = expected.get(set) ?? new Set()
      const wrong = [
        ...[...wanted].filter((member) => !members.includes(member)),
        ...members.filter((member) => !wanted.has(member)),
      ]
      return wrong.filter((member) => !uncertain.has(member)).length
    },
  }
}

export type Members = ReturnType<typeof createMembers>
