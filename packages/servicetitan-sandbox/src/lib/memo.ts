/**
 * Caches the latest results of a pure function of an index, at most `slots` of them: neighbouring records of a feed
 * need the same few groups and schedules, and memory must not grow with the data.
 */
export const memo = <T>(slots: number, compute: (index: number) => T): ((index: number) => T) => {
  const indexes: number[] = []
  const values: T[] = []
  return (index) => {
    const slot = index % slots
    if (indexes[slot] !== index) {
      values[slot] = compute(index)
      indexes[slot] = index
    }
    return values[slot] as T
  }
}

/** Caches like `memo`, for each owner. */
export const memoFor = <O extends object, T>(
  slots: number,
  compute: (owner: O, index: number) => T,
): ((owner: O, index: number) => T) => {
  const memos = new WeakMap<O, (index: number) => T>()
  return (owner, index) => {
    let known = memos.get(owner)
    if (!known) {
      known = memo(slots, (of) => compute(owner, of))
      memos.set(owner, known)
    }
    return known(index)
  }
}
