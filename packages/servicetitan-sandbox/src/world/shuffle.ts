import { hash } from '../lib/random.ts'

/**
 * A permutation of [0, size) that moves no element further than `block` positions and is reversible in O(1).
 *
 * Ids ascend with creation while a feed ascends with modification: the permutation maps one order to the other.
 */
export type Shuffle = {
  rankAt: (feedIndex: number) => number
  feedIndexOf: (rank: number) => number
}

type Step = { by: number; back: number }

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))

/** x with (a * x) % size === 1, by the extended Euclidean algorithm. */
const inverse = (a: number, size: number): number => {
  let [r0, r1, x0, x1] = [size, a % size, 0, 1]
  while (r1 !== 0) {
    const quotient = Math.floor(r0 / r1)
    ;[r0, r1] = [r1, r0 - quotient * r1]
    ;[x0, x1] = [x1, x0 - quotient * x1]
  }
  return ((x0 % size) + size) % size
}

const stepFor = (size: number): Step => {
  if (size <= 2) return { by: 1, back: 1 % Math.max(1, size) }
  // Near the golden ratio, neighbours are moved far from each other.
  let by = Math.max(1, Math.round(size * 0.618))
  while (gcd(by, size) !== 1) by++
  return { by, back: inverse(by, size) }
}

export const createShuffle = (key: number, size: number, block: number): Shuffle => {
  const lastSize = size % block
  const full = stepFor(block)
  const last = stepFor(lastSize)
  const locate = (index: number) => {
    const number = Math.floor(index / block)
    const start = number * block
    const own = Math.min(block, size - start)
    return { start, own, shift: hash(key, number, 0xb10c) % own, step: own === block ? full : last }
  }
  return {
    rankAt: (feedIndex) => {
      const { start, own, shift, step } = locate(feedIndex)
      return start + ((((step.by * (feedIndex - start)) % own) + shift) % own)
    },
    feedIndexOf: (rank) => {
      const { start, own, shift, step } = locate(rank)
      return start + ((step.back * ((rank - start - shift + own) % own)) % own)
    },
  }
}
