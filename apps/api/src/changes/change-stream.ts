import type { FeedPage } from './read-changes.ts'

export interface ChangeStreamOptions {
  /** The seq to resume after; null: start now. */
  readonly after: string | null
  /** Send only the changes of this cache table; null: of all. */
  readonly table: string | null
  /** Reads one bounded page of changes after a seq. */
  readonly readPage: (after: string) => Promise<FeedPage>
  readonly readLast: () => Promise<string>
  /** Waits for a seq beyond the given one. @returns false when `signal` aborts first */
  readonly waitBeyond: (seq: string, signal: AbortSignal) => Promise<boolean>
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
 * continues exactly there.
 */
export async function* changeStream(options: ChangeStreamOptions): AsyncGenerator<string, void> {
  const { readPage, signal, heartbeatMs } = options
  const mayContinue = createKeyCheck(options)
  let seq = options.after ?? (await options.readLast())
  yield `retry: 2000\n: the feed of changes\nid: ${seq}\n\n`
  while (!signal.aborted) {
    if (!(await mayContinue())) return
    const page = await readPage(seq)
    if (isUnavailable(seq, page)) {
      seq = page.last
      yield event('reset', seq, JSON.stringify({ seq }))
      continue
    }
    const text = page.rows
      .filter(({ table }) => options.table === null || table === options.table)
      .map((row) => event('change', row.seq, row.data))
      .join('')
    seq = page.rows.at(-1)?.seq ?? seq
    if (text) yield text
    if (page.rows.length > 0) continue
    while (!(await waitFor(options, seq, heartbeatMs))) {
      if (signal.aborted || !(await mayContinue())) return
      yield `: alive\nid: ${seq}\n\n`
    }
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

/** Whether changes after `seq` were removed, or this feed never assigned `seq`. */
function isUnavailable(seq: string, { last, trimmed }: FeedPage): boolean {
  return BigInt(seq) < BigInt(trimmed) || BigInt(seq) > BigInt(last)
}

function waitFor({ waitBeyond, signal }: ChangeStreamOptions, seq: string, ms: number): Promise<boolean> {
  return waitBeyond(seq, AbortSignal.any([signal, AbortSignal.timeout(ms)]))
}

function event(name: string, id: string, data: string): string {
  return `event: ${name}\nid: ${id}\ndata: ${data}\n\n`
}
