import { parseTicks, type Ticks } from '../lib/ticks.ts'
import { BEGINNING } from '../store/feed.ts'

/** Where an export goes on, for one feed of one tenant. */
export type Continuation = { feed: string; tenantId: number; at: Ticks }

/**
 * An export's `continueFrom`. It names an instant and nothing that is counted, so it stays true when the data
 * changes and when a sandbox with the same data is started again.
 *
 * @param nonce makes a token that differs from another for the same place.
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
 * The instant that an export's `from` names: a date, a token of this very feed, or nothing for the beginning.
 * Undefined when it is neither.
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
