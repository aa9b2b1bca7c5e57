import { nodeHash } from './leaf.ts'

/**
 * A Merkle tree (RFC 6962) that grows: of all leaves only the roots of its perfect subtrees are kept, largest first, one
 * for each 1 in the binary form of the size.
 */
export class Frontier {
  #size: number
  readonly #hashes: Buffer[]

  private constructor(size: number, hashes: readonly Buffer[]) {
    this.#size = size
    this.#hashes = [...hashes]
  }

  /** The tree without leaves, which has no root. */
  static empty(): Frontier {
    return new Frontier(0, [])
  }

  /** The tree of a seal. @returns null when the hashes cannot be those of a tree of that size */
  static of(size: number, hashes: readonly Buffer[]): Frontier | null {
    const isPossible =
      hashes.length === onesOf(size) && hashes.every((hash) => Buffer.isBuffer(hash) && hash.length === 32)
    return isPossible ? new Frontier(size, hashes) : null
  }

  /** The number of leaves. */
  get size(): number {
    return this.#size
  }

  get hashes(): readonly Buffer[] {
    return this.#hashes
  }

  append(leaf: Buffer): void {
    let node = leaf
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      node = nodeHash(this.#hashes.pop() as Buffer, node)
    }
    this.#hashes.push(node)
    this.#size++
  }

  /** The root of the tree. @throws when it has no leaf */
  root(): Buffer {
    const root = this.#hashes.reduceRight<Buffer | null>(
      (right, left) => (right === null ? left : nodeHash(left, right)),
      null,
    )
    if (root === null) throw new Error('A tree without leaves has no root.')
    return root
  }
}

/** The number of ones in the binary form of a size. */
function onesOf(size: number): number {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones
}
