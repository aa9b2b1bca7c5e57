import { type FeedPosition, formatPosition } from 'db-migrations/protocol'
import { TenantEndedError } from '../tenant/tenant-identity.ts'
import type { FeedPage } from './read-changes.ts'
import { readPatiently } from './read-patiently.ts'

export interface ChangeStreamOptions {
  /** The position to resume after; null: start now. */
  readonly after: FeedPosition | null
  /** Send only the changes of this table; null: of all. */
  readonly table: string | null
  /** Reads one bounded page of changes after a position. */
  readonly readPage: (after: FeedPosition) => Promise<FeedPage>
  readonly readLast: () => Promise<FeedPosition>
  /** Waits until the feed has moved beyond a position. @returns false when `signal` aborts first */
  readonly waitBeyond: (position: FeedPosition, signal: AbortSignal) => Promise<boolean>
  /** Whether the key is still valid; checked with every heartbeat and while changes are sent. */
  readonly isKeyValid: () => Promise<boolean>
  /** Ends the stream: the client disconnected, or the server stops. */
  readonly signal: AbortSignal
  readonly heartbeatMs: number
  /** Milliseconds. */
  readonly now: () => number
}

/**
 * The change feed as server-sent events, page by page: the next page is read once the previous one was consumed, so a
 * slow reader costs no memory. Every event and every heartbeat has an `id`; a client that resumes with the last one
 * continues exactly there. A position of another epoch, or one whose changes were removed, is answered with `reset`.
 */
export async function* changeStream(options: ChangeStreamOptions): AsyncGenerator<string, void> {
  const { signal, heartbeatMs } = options
  const mayContinue = createKeyCheck(options)
  // Before the stream begins, so that a key whose tenant was removed is refused.
  let position = options.after ?? (await options.readLast())
  let next = options.after && (await options.readPage(options.after))
  yield `retry: 2000\n: the feed of changes\nid: ${formatPosition(position)}\n\n`
  while (!signal.aborted) {
    if (!(await mayContinue())) return
    const page = next ?? (await readUnlessEnded(options, position))
    next = null
    if (!page) return
    if (isUnavailable(position, page)) {
      position = { epoch: page.epoch, seq: page.last }
      yield event('reset', position, JSON.stringify({ position: formatPosition(position) }))
      continue
    }
    const text = page.rows
      .filter(({ table }) => options.table === null || table === options.table)
      .map(({ seq, data }) => event('change', { epoch: page.epoch, seq }, data))
      .join('')
    position = { epoch: page.epoch, seq: page.rows.at(-1)?.seq ?? position.seq }
    if (text) yield text
    if (page.rows.length > 0) continue
    while (!(await waitFor(options, position, heartbeatMs))) {
      if (signal.aborted || !(await mayContinue())) return
      yield `: alive\nid: ${formatPosition(position)}\n\n`
    }
  }
}

/** @returns null when the tenant was removed; its id may belong to another one now */
async function readUnlessEnded(
  { readPage, signal }: ChangeStreamOptions,
  position: FeedPosition,
): Promise<FeedPage | null> {
  try {
    return await readPatiently(() => readPage(position), signal)
  } catch (error) {
    if (error instanceof TenantEndedError) return null
    throw error
  }
}

/** Checks the key with each heartbeat, and twice as often while changes are sent. A check that fails ends no stream. */
function createKeyCheck({ isKeyValid, now, heartbeatMs }: ChangeStreamOptions): () => Promise<boolean> {
  let checkedAt = now()
  return async () => {
    if (now() - checkedAt < heartbeatMs / 2) return true
    checkedAt = now()
    return isKeyValid().catch(() => true)
  }
}

/** Whether changes after the position were removed, or this feed never assigned it. */
function isUnavailable({ epoch, seq }: FeedPosition, page: FeedPage): boolean {
  const { last, trimmed } = page
  return epoch !== page.epoch || BigInt(seq) < BigInt(trimmed) || BigInt(seq) > BigInt(last)
}

function waitFor(
  { waitBeyond, signal }: ChangeStreamOptions,
  position: FeedPosition,
  ms: number,
): Promise<boolean> {
  return waitBeyond(position, AbortSignal.any([signal, AbortSignal.timeout(ms)]))
}

function event(name: string, position: FeedPosition, data: string): string {
  return `event: ${name}\nid: ${formatPosition(position)}\ndata: ${data}\n\n`
}
