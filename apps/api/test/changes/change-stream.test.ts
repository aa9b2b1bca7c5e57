import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeStream } from '../../src/changes/change-stream.ts'
import type { FeedPage } from '../../src/changes/read-changes.ts'
import { streamText } from '../../src/changes/stream-text.ts'

let stop: AbortController
beforeEach(() => {
  stop = new AbortController()
})
afterEach(() => stop.abort())

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

test('a slow reader makes the feed wait: no page is read before the one before it was taken', async () => {
  let pages = 0
  const readPage = async (after: string): Promise<FeedPage> => {
    pages++
    const rows = numbers(Number(after) + 1, Number(after) + 500).map((seq) => ({
      seq,
      table: 'st_jobs',
      data: '{}',
    }))
    return { last: '1000000', trimmed: '0', rows }
  }
  const text = changeStream({
    after: '0',
    table: null,
    readPage,
    readLast: async () => '0',
    waitBeyond: async () => true,
    mayGoOn: async () => true,
    signal: stop.signal,
    heartbeatMs: 1_000,
    now: () => 0,
  })
  const reader = streamText('', text, () => undefined).getReader()
  for (let taken = 0; taken < 5; taken++) {
    await reader.read()
    expect(pages).toBeLessThanOrEqual(taken + 2)
  }
  await reader.cancel()
})

test('a reader that takes nothing any more is given up', async () => {
  let hasEnded = () => {}
  const ended = new Promise<void>((resolve) => {
    hasEnded = resolve
  })
  async function* forEver() {
    for (;;) yield 'more'
  }
  const reader = streamText('first', forEver(), hasEnded, 20).getReader()
  await ended
  await expect(reader.read()).rejects.toThrow('The client does not read the stream')
})

test('a key that is revoked ends a stream that never rests', async () => {
  let now = 0
  const text = changeStream({
    after: '0',
    table: null,
    readLast: async () => '0',
    waitBeyond: async () => true,
    readPage: async (after) => ({
      last: '1000000',
      trimmed: '0',
      rows: [{ seq: String(Number(after) + 1), table: 'st_jobs', data: '{}' }],
    }),
    mayGoOn: async () => now < 2_000,
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
