import type { FeedPage } from './read-changes.ts'

export interface ChangeStreamOptions {
  /** Where to go on; null: from now. */
  readonly after: string | null
  /** Changes of this cache table only; null: of all. */
  readonly table: string | null
  /** Reads on after a seq, one bounded page. */
  readonly readPage: (after: string) => Promise<FeedPage>
  readonly readLast: () => Promise<string>
  /** Waits for a seq beyond the given one. @returns false when `signal` aborted meanwhile */
  readonly waitBeyond: (seq: string, signal: AbortSignal) => Promise<boolean>
  /** Whether the key is still valid; checked with every heartbeat, also while changes are sent. */
  readonly mayGoOn: () => Promise<boolean>
  /** The stream ends when it aborts: the asker went away, or the server stops. */
  readonly signal: AbortSignal
  readonly heartbeatMs: number
  /** Milliseconds. */
  readonly now: () => number
}

/**
 * The change feed as server-sent events, page by page: the next one is read when the last one was taken, so a slow
 * reader costs no memory. An `id` is sent with every event and every heartbeat, so that a client that resumes with it continues
 * on exactly there.
 */
export async function* changeStream(options: ChangeStreamOptions): AsyncGenerator<string, void> {
  const { readPage, signal, heartbeatMs } = options
  const mayGoOn = createCheck(options)
  let seq = options.after ?? (await options.readLast())
  yield `retry: 2000\n: the feed of changes\nid: ${seq}\n\n`
  while (!signal.aborted) {
    if (!(await mayGoOn())) return
    const page = await readPage(seq)
    if (isOutOfReach(seq, page)) {
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
      if (signal.aborted || !(await mayGoOn())) return
      yield `: alive\nid: ${seq}\n\n`
    }
  }
}

/** Checks the key with each heartbeat, and twice as often while changes are sent. While PostgreSQL is unavailable nothing is sent. */
function createCheck({ mayGoOn, now, heartbeatMs }: ChangeStreamOptions): () => Promise<boolean> {
  let checkedAt = now()
  return async () => {
    if (now() - checkedAt < heartbeatMs / 2) return true
    checkedAt = now()
    return mayGoOn().catch(() => true)
  }
}

/** Whether changes after `seq` were removed, or `seq` is none that this feed ever gave. */
function isOutOfReach(seq: string, { last, trimmed }: FeedPage): boolean {
  return BigInt(seq) < BigInt(trimmed) || BigInt(seq) > BigInt(last)
}

function waitFor({ waitBeyond, signal }: ChangeStreamOptions, seq: string, ms: number): Promise<boolean> {
  return waitBeyond(seq, AbortSignal.any([signal, AbortSignal.timeout(ms)]))
}

function event(name: string, id: string, data: string): string {
  return `event: ${name}\nid: ${id}\ndata: ${data}\n\n`
}
