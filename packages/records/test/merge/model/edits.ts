import type { Totals } from './counts.ts'
import type { Path } from './fields.ts'

type Side = 'first' | 'lazi' | 'servicetitan'

/** An edit that its side has acknowledged, until its fate is known. */
interface Edit {
  readonly side: Side
  readonly path: Path
  readonly number: number
  isAccounted: boolean
}

/**
 * Accounts for every edit of a single value, apart from the merge: from what people saw when they made it, from
 * ServiceTitan's book, and from the rows of conflicts.
 */
export function createEdits() {
  const edits: Edit[] = []
  const latest: Record<'lazi' | 'servicetitan', Map<number, Edit>> = {
    lazi: new Map(),
    servicetitan: new Map(),
  }
  const sides: Side[] = []
  const stamps: number[] = []
  let clock = 0

  const account = (side: 'lazi' | 'servicetitan', number: number) => {
    const edit = latest[side].get(number)
    if (edit) edit.isAccounted = true
  }

  return {
    count: () => edits.length,
    /** Takes an edit. In LAZI also a value that was there before: one that is taken back. */
    add(side: 'lazi' | 'servicetitan', path: Path, number: number) {
      const edit = { side, path, number, isAccounted: false }
      edits.push(edit)
      latest[side].set(number, edit)
      sides[number] ??= side
      if (sides[number] === side) stamps[number] = ++clock
    },
    /** A person saw the value in LAZI, and replaced it. */
    replacedInLazi(number: number) {
      account('lazi', number)
      account('servicetitan', number)
    },
    /** A person saw the value in ServiceTitan, where it was in force, and replaced it. */
    replacedThere(number: number) {
      account('lazi', number)
      account('servicetitan', number)
    },
    /** A row says that the value of that side gave way. */
    lostByConflict(side: 'lazi' | 'servicetitan', number: number) {
      account(side, number)
      // A value that came from the other side, and was kept or sent again by this one.
      account(side === 'lazi' ? 'servicetitan' : 'lazi', number)
    },
    overwrittenInWindow: (number: number) => account('servicetitan', number),
    isOpen: (number: number) => latest.servicetitan.get(number)?.isAccounted === false,
    isOfLazi: (number: number) => sides[number] === 'lazi',
    /** Whether the one value was made before the other, by the same side. */
    isOlder(number: number, than: number) {
      const isSameSide = (sides[number] ?? 'first') === (sides[than] ?? 'first')
      return isSameSide && (stamps[number] ?? 0) < (stamps[than] ?? 0)
    },
    /** Counts the edits without a known fate. @param isFinal whether its own side has the value at the end */
    countLost(totals: Totals, isFinal: (edit: Edit) => boolean) {
      for (const edit of edits) {
        if (edit.isAccounted || isFinal(edit)) continue
        if (edit.side === 'lazi') totals.lostInLazi += 1
        else totals.lostInServiceTitan += 1
      }
    },
  }
}

export type Edits = ReturnType<typeof createEdits>
