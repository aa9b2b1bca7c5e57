import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiClient, ApiError, createClient, type FeedEvent } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { writeChanges } from '../fixtures/write-changes.ts'

let server: ApiServer
let client: ApiClient
let stop: AbortController
beforeEach(async () => {
  server = await startApiServer({ heartbeatMs: 50 })
  client = createClient({ url: server.url, key: await server.createKey('1') })
  stop = new AbortController()
})
afterEach(async () => {
  stop.abort()
  await server.close()
})

const seqOf = (event: FeedEvent) => (event.event === 'change' ? event.change.seq : `reset ${event.reset.seq}`)

/** Reads events of a feed until `found` has `count`, then closes the feed. */
async function take(
  count: number,
  options: { after?: string; resource?: 'jobs' | 'zones'; signal?: AbortSignal },
  found: string[] = [],
) {
  for await (const event of client.changes({ signal: stop.signal, ...options })) {
    found.push(seqOf(event))
    if (found.length === count) break
  }
  return found
}

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => String(from + index))

test('the feed sends each change with all its fields', async () => {
  await writeChanges(server.database.pool, '1', 1)
  const feed = client.changes({ after: '0', signal: stop.signal })
  expect((await feed.next()).value).toEqual({
    event: 'change',
    change: {
      seq: '1',
      table: 'st_jobs',
      resource: 'jobs',
      id: '1',
      op: 'update',
      changedPaths: ['status'],
      at: '2026-03-10T12:00:00.500000Z',
    },
  })
  await feed.return()
})

test('a client resumes after the last change, at any point, while a writer writes', async () => {
  const total = 3_000
  let written = 0
  const writing = (async () => {
    for (let batch = 1; written < total; batch = (batch * 7 + 3) % 97) {
      const count = Math.min(batch, total - written)
      await writeChanges(server.database.pool, '1', count)
      await writeChanges(server.database.pool, '2', count)
      written += count
    }
  })()
  const found: string[] = []
  for (let count = 1; found.length < total; count = (count * 31 + 7) % 211) {
    found.push(...(await take(Math.min(count + 1, total - found.length), { after: found.at(-1) ?? '0' })))
  }
  await writing
  expect(found).toEqual(numbers(1, total))
})

test('an uncommitted change holds back later changes, and none is lost', async () => {
  const { pool } = server.database
  const taken = take(20, { after: '0' })
  const holder = await pool.connect()
  try {
    await holder.query('BEGIN')
    await writeChanges(holder, '1', 10)
    const later = writeChanges(pool, '1', 10)
    // The second writer waits for the first one's seqs.
    await expect
      .poll(
        async () =>
          (
            await pool.query(
              `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
            )
          ).rowCount,
      )
      .toBe(1)
    await holder.query('COMMIT')
    await later
  } finally {
    holder.release()
  }
  expect(await taken).toEqual(numbers(1, 20))
})

test('the feed starts with new changes when the client sends no position', async () => {
  await writeChanges(server.database.pool, '1', 5)
  let isOpen = () => {}
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve
  })
  const feed = client.changes({ signal: stop.signal, onAlive: isOpen })
  const next = feed.next()
  await opened
  await writeChanges(server.database.pool, '1', 1)
  expect(seqOf((await next).value as FeedEvent)).toBe('6')
  await feed.return()
})

test('the feed sends a reset when the requested changes were removed or never existed, and continues from the end', async () => {
  const { pool } = server.database
  await writeChanges(pool, '1', 10)
  await pool.query('DELETE FROM raw.changes WHERE seq <= 6; UPDATE raw.change_positions SET trimmed_seq = 6')
  expect(await take(1, { after: '5' })).toEqual(['reset 10'])
  expect(await take(4, { after: '6' })).toEqual(['7', '8', '9', '10'])
  expect(await take(1, { after: '11' })).toEqual(['reset 10'])
  const feed = client.changes({ after: '0', signal: stop.signal })
  expect(seqOf((await feed.next()).value as FeedEvent)).toBe('reset 10')
  await writeChanges(pool, '1', 1)
  expect(seqOf((await feed.next()).value as FeedEvent)).toBe('11')
  await feed.return()
})

test('the feed sends only one resource on request', async () => {
  const { pool } = server.database
  await writeChanges(pool, '1', 3, 'st_jobs')
  await writeChanges(pool, '1', 2, 'st_zones')
  await writeChanges(pool, '1', 1, 'st_jobs')
  expect(await take(2, { after: '0', resource: 'zones' })).toEqual(['4', '5'])
  expect(await take(4, { after: '0', resource: 'jobs' })).toEqual(['1', '2', '3', '6'])
})

/** The text of a feed until it holds `until`. */
async function readText(response: Response, until: string): Promise<string> {
  let text = ''
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  while (!text.includes(until)) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) return `${text}[end]`
    text += chunk.value
  }
  await reader?.cancel()
  return text
}

test('the feed follows the protocol of EventSource: Last-Event-ID, ids, heartbeats with new ids', async () => {
  await writeChanges(server.database.pool, '1', 2, 'st_zones')
  const key = await server.createKey('1')
  const init = { headers: { 'last-event-id': '1' } }
  const response = await server.get('/api/v2/changes?after=0&resource=zones', key, init)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const text = await readText(response, 'alive')
  expect(text).toMatch(
    /^retry: 2000\n: the feed of changes\nid: 1\n\nevent: change\nid: 2\ndata: \{.*\}\n\n: alive/,
  )
  await writeChanges(server.database.pool, '1', 2, 'st_jobs')
  const others = await server.get('/api/v2/changes?after=2&resource=zones', key)
  expect(await readText(others, 'alive\nid: 4\n\n')).not.toContain('event:')
})

test('the feed ends when the server is about to stop, and when the key is revoked', async () => {
  const key = await server.createKey('1')
  const open = () => server.get('/api/v2/changes', key)
  const [one, two] = [await open(), await server.get('/api/v2/changes', await server.createKey('1'))]
  await server.database.pool.query('UPDATE api.keys SET revoked_at = now() WHERE key_id = $1', [
    key.split('_')[2],
  ])
  expect(await readText(one, 'never')).toMatch(/\[end\]$/)
  expect((await open()).status).toBe(401)
  server.drain()
  expect(await readText(two, 'never')).toMatch(/\[end\]$/)
})

test('a tenant may have a hundred open streams', async () => {
  const key = await server.createKey('1')
  const disconnect = new AbortController()
  const many = Array.from({ length: 100 }, () =>
    server.get('/api/v2/changes', key, { signal: disconnect.signal }),
  )
  expect(new Set((await Promise.all(many)).map(({ status }) => status))).toEqual(new Set([200]))
  const refused = await server.get('/api/v2/changes', key)
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '30'])
  expect((await server.get('/metrics')).status).toBe(200)
  disconnect.abort()
  await expect.poll(async () => (await server.get('/metrics')).text()).toMatch(/^lazi_api_streams 0$/m)
  const again = await server.get('/api/v2/changes', key)
  expect(again.status).toBe(200)
  await again.body?.cancel()
})

test('the feed loses no change when its connections to PostgreSQL are terminated', async () => {
  const found: string[] = []
  // The feed may fail before or while it is read: a consumer resumes after its last change.
  const follow = async () => {
    while (found.length < 3) {
      try {
        await take(3, { after: found.at(-1) ?? '0' }, found)
      } catch (error) {
        const isTemporary = error instanceof TypeError || (error instanceof ApiError && error.status === 503)
        if (!isTemporary) throw error
      }
    }
  }
  const followed = follow()
  await writeChanges(server.database.pool, '1', 1)
  await server.database.pool.query(`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'lazi-api'`)
  await writeChanges(server.database.pool, '1', 2)
  await followed
  expect(found).toEqual(['1', '2', '3'])
})
