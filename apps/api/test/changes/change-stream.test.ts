import type { FeedPosition } from 'db-migrations/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeStream } from '../../src/changes/change-stream.ts'
import type { FeedPage } from '../../src/changes/read-changes.ts'
import { streamText } from '../../src/changes/stream-text.ts'

const epoch = '11111111-1111-4111-8111-111111111111'
let stop: AbortController
beforeEach(() => {
  stop = new AbortController()
})
afterEach(() => stop.abort())

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

test('a stream reads the next page only after the previous one was consumed', async () => {
  let pages = 0
  const readPage = async (after: FeedPosition): Promise<FeedPage> => {
    pages++
    const rows = numbers(Number(after.seq) + 1, Number(after.seq) + 500).map((seq) => ({
      seq,
      table: 'st_jobs',
      data: '{}',
    }))
    return { epoch, last: '1000000', trimmed: '0', rows }
  }
  const text = changeStream({
    after: { epoch, seq: '0' },
    table: null,
    readPage,
    readLast: async () => ({ epoch, seq: '0' }),
    waitBeyond: async () => true,
    isKeyValid: async () => true,
    signal: stop.signal,
    heartbeatMs: 1_000,
    now: () => 0,
  })
  const reader = streamText('', text, () => undefined).getReader()
  for (let chunks = 0; chunks < 5; chunks++) {
    await reader.read()
    expect(pages).toBeLessThanOrEqual(chunks + 2)
  }
  await reader.cancel()
})

test('a reader that stops reading is disconnected', async () => {
  let hasEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve
  })
  async function* endless() {
    for (;;) yield 'more'
  }
  const reader = streamText('first', endless(), hasEnded, 20).getReader()
  await ended
  await expect(reader.read()).rejects.toThrow('The client does not read the stream')
})

test('revoking a key ends its stream while changes are sent', async () => {
  let now = 0
  const text = changeStream({
    after: { epoch, seq: '0' },
    table: null,
    readLast: async () => ({ epoch, seq: '0' }),
    waitBeyond: async () => true,
    readPage: async (after) => ({
      epoch,
      last: '1000000',
      trimmed: '0',
      rows: [{ seq: String(Number(after.seq) + 1), table: 'st_jobs', data: '{}' }],
    }),
    isKeyValid: async () => now < 2_000,
    signal: stop.signal,
    heartbeatMs: 1_000,
    now: () => now,
  })
  let calls = 0
  for await (const _ of text) {
    calls++
    now += 100
  }
  expect(calls).toBe(20)
})
