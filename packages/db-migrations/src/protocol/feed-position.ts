/** A position in a tenant's change feed: the changes after `seq`, in the feed with this epoch. */
export interface FeedPosition {
  /** `raw.change_positions.epoch`: the feed's identity. */
  readonly epoch: string
  /** `raw.changes.seq`, an int64 as text. */
  readonly seq: string
}

/**
 * The start of the feed of a tenant without a row in `raw.change_positions`: other software inserted the tenant, and
 * nothing has changed since.
 */
export const noPosition: FeedPosition = { epoch: '00000000-0000-0000-0000-000000000000', seq: '0' }

const form = /^(?<epoch>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?<seq>0|[1-9]\d{0,18})$/
const maxSeq = 2n ** 63n - 1n

/**
 * A position as one text, which consumers store and send back without reading it.
 * @example
 * ```ts
 * formatPosition({ epoch: '5d0e…', seq: '18' }) // '5d0e….18'
 * ```
 */
export function formatPosition({ epoch, seq }: FeedPosition): string {
  return `${epoch}.${seq}`
}

/**
 * Parses the text of {@link formatPosition}.
 * @returns null when the text is not a position
 * @example
 * ```ts
 * const position = parsePosition(text)
 * if (position?.epoch !== epoch) return 'read the tables again'
 * ```
 */
export function parsePosition(text: string): FeedPosition | null {
  const { epoch, seq } = form.exec(text)?.groups ?? {}
  return epoch !== undefined && seq !== undefined && BigInt(seq) <= maxSeq ? { epoch, seq } : null
}
