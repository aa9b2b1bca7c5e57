export interface Stacked<Item> {
  readonly item: Item
  /** The line of the lane, from 0 on. */
  readonly line: number
}

/** Puts what overlaps on lines of its own, with as few lines as possible. */
export function stackIntervals<Item extends { readonly startMs: number; readonly endMs: number }>(
  items: readonly Item[],
): { stacked: Stacked<Item>[]; lines: number } {
  const endsMs: number[] = []
  const stacked = items
    .toSorted((a, b) => a.startMs - b.startMs || a.endMs - b.endMs)
    .map((item) => {
      const free = endsMs.findIndex((endMs) => endMs <= item.startMs)
      const line = free === -1 ? endsMs.length : free
      endsMs[line] = item.endMs
      return { item, line }
    })
  return { stacked, lines: Math.max(1, endsMs.length) }
}
