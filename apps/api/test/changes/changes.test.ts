import { projectedId } from 'records/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type ApiClient, ApiError, createClient, type FeedEvent } from '../../client/index.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { writeChanges, writeRecordChanges } from '../fixtures/write-changes.ts'

let server: ApiServer
let client: ApiClient
let stop: AbortController
let epoch: string
beforeEach(async () => {
  server = await startApiServer({ heartbeatMs: 50 })
  client = createClient({ url: server.url, key: await server.createKey('1') })
  stop = new AbortController()
  // The position of the records exists from the first change on.
  await writeRecordChanges(server.database.pool, '1', 0)
  const { rows } = await server.database.pool.query(
    'SELECT epoch FROM lazi.change_positions WHERE tenant_id = 1',
  )
  epoch = rows[0].epoch
})
afterEach(async () => {
  stop.abort()
  await server.close()
})

/** The position after a change of the feed, as a client receives it. */
const at = (seq: number | string) => `${epoch}.${seq}`
/** The position of an event without the feed's epoch. */
const seqOf = (event: FeedEvent) => {
  const position = event.event === 'change' ? event.change.position : `reset ${event.reset.position}`
  return position.replace(`${epoch}.`, '')
}

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
  await writeRecordChanges(server.database.pool, '1', 1)
  const feed = client.changes({ after: at(0), signal: stop.signal })
  expect((await feed.next()).value).toEqual({
    event: 'change',
    change: {
      position: at(1),
      seq: '1',
      table: 'jobs',
      resource: 'jobs',
      id: projectedId('1', 'jobs', 1),
      op: 'update',
      changedFields: ['status', 'startsAt', 'serviceTitanModifiedOn'],
      actor: 'servicetitan',
      requestId: null,
      causeSeq: '7',
      at: '2026-03-10T12:00:00.500000Z',
    },
  })
  await feed.return()
})

test('so does a change of a record without a model of LAZI, by the names under /servicetitan', async () => {
  const { pool } = server.database
  await writeRecordChanges(pool, '1', 1)
  await pool.query(
    `UPDATE lazi.changes SET table_name = 'job_timesheets', changed_paths = '{arrived_on,canceled_on}' WHERE tenant_id = 1`,
  )
  const feed = client.changes({ after: at(0), signal: stop.signal })
  expect((await feed.next()).value).toMatchObject({
    change: { resource: 'job-timesheets', changedFields: ['arrivedOn', 'canceledOn'] },
  })
  await feed.return()
})

test('the feed of ServiceTitan has changes of the cache, with positions of its own', async () => {
  const { pool } = server.database
  await writeRecordChanges(pool, '1', 3)
  await writeChanges(pool, '1', 1)
  const { rows } = await pool.query('SELECT epoch FROM raw.change_positions WHERE tenant_id = 1')
  const [{ epoch: cacheEpoch }] = rows
  const feed = client.serviceTitan.changes({ after: `${cacheEpoch}.0`, signal: stop.signal })
  expect((await feed.next()).value).toEqual({
    event: 'change',
    change: {
      position: `${cacheEpoch}.1`,
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
  // A position of one feed is none of the other.
  const other = client.serviceTitan.changes({ after: at(0), signal: stop.signal })
  expect((await other.next()).value).toMatchObject({ event: 'reset' })
  await other.return()
})

test('a client resumes after the last change, at any point, while a writer writes', async () => {
  const total = 3_000
  let written = 0
  const writing = (async () => {
    for (let batch = 1; written < total; batch = (batch * 7 + 3) % 97) {
      const count = Math.min(batch, total - written)
      await writeRecordChanges(server.database.pool, '1', count)
      await writeRecordChanges(server.database.pool, '2', count)
      written += count
    }
  })()
  const found: string[] = []
  for (let count = 1; found.length < total; count = (count * 31 + 7) % 211) {
    found.push(...(await take(Math.min(count + 1, total - found.length), { after: at(found.at(-1) ?? 0) })))
  }
  await writing
  expect(found).toEqual(numbers(1, total))
})

test('an uncommitted change holds back later changes, and none is lost', async () => {
  const { pool } = server.database
  const taken = take(20, { after: at(0) })
  const holder = await pool.connect()
  try {
    await holder.query('BEGIN')
    await writeRecordChanges(holder, '1', 10)
    const later = writeRecordChanges(pool, '1', 10)
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
  await writeRecordChanges(server.database.pool, '1', 5)
  let isOpen = () => {}
  const opened = new Promise<void>((resolve) => {
    isOpen = resolve
  })
  const feed = client.changes({ signal: stop.signal, onAlive: isOpen })
  const next = feed.next()
  await opened
  await writeRecordChanges(server.database.pool, '1', 1)
  expect(seqOf((await next).value as FeedEvent)).toBe('6')
  await feed.return()
})

test('the feed sends a reset when the requested changes were removed or never existed, and continues from the end', async () => {
  const { pool } = server.database
  await writeRecordChanges(pool, '1', 10)
  await pool.query(
    'DELETE FROM lazi.changes WHERE seq <= 6; UPDATE lazi.change_positions SET trimmed_seq = 6',
  )
  expect(await take(1, { after: at(5) })).toEqual(['reset 10'])
  expect(await take(4, { after: at(6) })).toEqual(['7', '8', '9', '10'])
  expect(await take(1, { after: at(11) })).toEqual(['reset 10'])
  const feed = client.changes({ after: at(0), signal: stop.signal })
  expect(seqOf((await feed.next()).value as FeedEvent)).toBe('reset 10')
  await writeRecordChanges(pool, '1', 1)
  expect(seqOf((await feed.next()).value as FeedEvent)).toBe('11')
  await feed.return()
})

test('a text that is not a position is refused', async () => {
  const key = await server.createKey('1')
  for (const wrong of [
    '5',
    `${epoch}.`,
    `${epoch}.-1`,
    `${epoch}.${2n ** 63n}`,
    `${epoch}.01`,
    `x${at(1)}`,
    `${at(1)} `,
  ]) {
    const inQuery = await server.get(`/api/v2/changes?after=${encodeURIComponent(wrong)}`, key)
    expect([wrong, inQuery.status]).toEqual([wrong, 400])
    expect((await problemOf(inQuery)).errors).toMatchObject([{ path: 'query.after' }])
  }
  const inHeader = await server.get('/api/v2/changes', key, { headers: { 'last-event-id': '5' } })
  expect((await problemOf(inHeader)).errors).toMatchObject([{ path: 'header.last-event-id' }])
})

test('the feed sends only one resource on request', async () => {
  const { pool } = server.database
  await writeRecordChanges(pool, '1', 3, 'jobs')
  await writeRecordChanges(pool, '1', 2, 'zones')
  await writeRecordChanges(pool, '1', 1, 'jobs')
  expect(await take(2, { after: at(0), resource: 'zones' })).toEqual(['4', '5'])
  expect(await take(4, { after: at(0), resource: 'jobs' })).toEqual(['1', '2', '3', '6'])
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
  await writeRecordChanges(server.database.pool, '1', 2, 'zones')
  const key = await server.createKey('1')
  const init = { headers: { 'last-event-id': at(1) } }
  const response = await server.get(`/api/v2/changes?after=${at(0)}&resource=zones`, key, init)
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const text = await readText(response, 'alive')
  expect(text.replaceAll(`${epoch}.`, '')).toMatch(
    /^retry: 2000\n: the feed of changes\nid: 1\n\nevent: change\nid: 2\ndata: \{.*\}\n\n: alive/,
  )
  await writeRecordChanges(server.database.pool, '1', 2, 'jobs')
  const others = await server.get(`/api/v2/changes?after=${at(2)}&resource=zones`, key)
  expect(await readText(others, `alive\nid: ${at(4)}\n\n`)).not.toContain('event:')
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

test('a key may have twenty open streams, and its tenant a hundred; the error says which limit it is', async () => {
  // Heartbeats of a hundred streams every 50 ms would keep the server busy.
  await using calm = await startApiServer({ keyCacheMs: 600_000 })
  const keys = await Promise.all(Array.from({ length: 6 }, () => calm.createKey('1')))
  const disconnect = new AbortController()
  const open = (key = '') => calm.get('/api/v2/changes', key, { signal: disconnect.signal })
  // The responses are kept: fetch closes those that are garbage.
  const opened: Response[] = []
  const openAll = async (key = '') => {
    opened.push(...(await Promise.all(Array.from({ length: 20 }, () => open(key)))))
  }
  const refusal = async (key = '') => {
    const response = await open(key)
    return [response.status, response.headers.get('retry-after'), (await problemOf(response)).detail]
  }
  await openAll(keys[0])
  expect(await refusal(keys[0])).toEqual([429, '30', 'This key may have 20 streams at the same time.'])
  for (const key of keys.slice(1, 5)) await openAll(key)
  expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]))
  const ofTenant = 'This tenant may have 100 streams at the same time, of all keys together.'
  expect(await refusal(keys[5])).toEqual([429, '30', ofTenant])
  const other = await calm.get('/api/v2/changes', await calm.createKey('2'))
  expect(other.status).toBe(200)
  await other.body?.cancel()
  disconnect.abort()
  const streams = async () => (await fetch(`${calm.healthUrl}/metrics`)).text()
  await expect.poll(streams).toMatch(/^lazi_api_streams 0$/m)
  const again = await calm.get('/api/v2/changes', keys[5])
  expect(again.status).toBe(200)
  await again.body?.cancel()
})

test('the feed loses no change when its connections to PostgreSQL are terminated', async () => {
  const found: string[] = []
  // The feed may fail before or while it is read: a consumer resumes after its last change.
  const follow = async () => {
    while (found.length < 3) {
      try {
        await take(3, { after: at(found.at(-1) ?? 0) }, found)
      } catch (error) {
        const isTemporary = error instanceof TypeError || (error instanceof ApiError && error.status === 503)
        if (!isTemporary) throw error
      }
    }
  }
  const followed = follow()
  await writeRecordChanges(server.database.pool, '1', 1)
  await server.database.pool.query(`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'lazi-api'`)
  await writeRecordChanges(server.database.pool, '1', 2)
  await followed
  expect(found).toEqual(['1', '2', '3'])
})
