import { parseTicks, type Ticks } from '../lib/ticks.ts'
import { BEGINNING } from '../store/feed.ts'

/** The position at which an export of one feed of one tenant resumes. */
export type Continuation = { feed: string; tenantId: number; at: Ticks }

/**
 * An export's `continueFrom`. It contains an instant, not an offset, so it stays valid when the data changes and in
 * another sandbox with the same data.
 *
 * @param nonce distinguishes tokens of the same instant.
 */
export const writeContinuation = ({ feed, tenantId, at }: Continuation, nonce?: number): string =>
  Buffer.from(JSON.stringify([feed, tenantId, at, ...(nonce === undefined ? [] : [nonce])])).toString(
    'base64url',
  )

const readToken = (text: string): unknown => {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return undefined
  }
}

/**
 * The instant of an export's `from`: a date or a token of this feed; without `from`, the beginning. Undefined: `from`
 * is not valid.
 */
export const readContinuation = (
  from: string | undefined,
  { feed, tenantId }: Omit<Continuation, 'at'>,
): Ticks | undefined => {
  if (from === undefined) return BEGINNING
  const date = parseTicks(from)
  if (date !== undefined) return date
  const token = readToken(from)
  if (!Array.isArray(token) || token[0] !== feed || token[1] !== tenantId) return undefined
  return Number.isSafeInteger(token[2]) ? token[2] : undefined
}
