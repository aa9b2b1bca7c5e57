/**
 * A 32-bit hash of two integers and a salt. Every choice in the data is derived from such hashes, without stored state.
 */
export const hash = (key: number, index: number, salt: number): number => {
  let h = Math.imul(key ^ salt, 0x9e3779b1) ^ Math.imul(index | 0, 0x85ebca6b)
  // Indexes beyond 2^32 have different hashes, too.
  if (index > 0xffffffff) h ^= Math.imul(Math.floor(index / 0x1_0000_0000), 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d)
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b)
  return (h ^ (h >>> 16)) >>> 0
}

/** The hash as a number in [0, 1). */
export const unit = (key: number, index: number, salt: number): number =>
  hash(key, index, salt) / 0x1_0000_0000

/** Computes a key for `hash` from a text. */
export const keyOf = (text: string): number => {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return hash(h, text.length, 0)
}

/** A sequence of random choices for one record. */
export type Random = {
  /** An integer in [0, below). */
  int: (below: number) => number
  chance: (probability: number) => boolean
  pick: <T>(list: readonly T[]) => T
}

export const createRandom = (key: number, index: number): Random => {
  let state = hash(key, index, 0x51ed270b)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t)
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000
  }
  const int = (below: number): number => Math.floor(next() * below)
  return {
    int,
    chance: (probability) => next() < probability,
    pick: (list) => {
      const picked = list[int(list.length)]
      if (picked === undefined) throw new Error('Expected a non-empty list')
      return picked
    },
  }
}
