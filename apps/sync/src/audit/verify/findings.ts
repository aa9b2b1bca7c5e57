/** Something in a log that is not as it was sealed. */
export interface Finding {
  /** The first entry that may be wrong; null: it is not about an entry. */
  readonly seq: number | null
  readonly text: string
  /** The values of a record, for who verifies: they are not stored, because an erasure would not reach them. */
  readonly values?: DifferentValue
}

/** A value of a row that differs from what entries say. */
export interface DifferentValue {
  /** With its schema. */
  readonly table: string
  readonly id: string
  readonly field: string
  readonly expected: unknown
  readonly actual: unknown
}

/** More findings of one log are counted, and not listed. */
const LISTED = 100

/** The findings of one log. */
export class Findings {
  readonly listed: Finding[] = []
  count = 0
  first: number | null = null

  add(seq: number | null, text: string, values?: DifferentValue): void {
    this.count++
    if (this.listed.length < LISTED) this.listed.push({ seq, text, ...(values && { values }) })
    if (seq !== null && (this.first === null || seq < this.first)) this.first = seq
  }

  /** Adds a finding that gives the tree another root: a leaf was changed, or is missing. */
  addLeaf(seq: number, text: string): void {
    this.add(seq, text)
    this.#leaves.push(seq)
  }

  /** The first leaf that may be wrong, after `after` and up to `through`. */
  within(after: number, through: number): number | undefined {
    const found = this.#leaves.filter((seq) => seq > after && seq <= through)
    return found.length > 0 ? Math.min(...found) : undefined
  }

  readonly #leaves: number[] = []
}
