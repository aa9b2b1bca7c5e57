export interface Stacked<Item> {
  readonly item: Item
  /** The index of the line in the lane, from 0. */
  readonly line: number
}

/** Distributes items over lines, as few as possible, so that items on the same line do not overlap. */
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
