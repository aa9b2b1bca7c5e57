import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { beginTenant, endTenant } from '../fixtures/end-tenant.ts'
import { insertRecords } from '../fixtures/insert-rows.ts'
import { writeChanges, writeRecordChanges } from '../fixtures/write-changes.ts'

// A tenant is removed, and another one with the same id is added, with the same number of changes. The server has cached
// the old key and every response of the removed tenant, and no time passes.

let server: ApiServer
let oldKey: string
beforeEach(async () => {
  server = await startApiServer({ keyCacheMs: 600_000, now: () => 0, heartbeatMs: 600_000 })
  await fill('removed')
  oldKey = await server.createKey('1', 'admin')
})
afterEach(() => server.close())

const boardTables = [
  'st_technicians',
  'st_appointments',
  'st_jobs',
  'st_customers',
  'st_locations',
  'st_job_types',
]
const board = '/api/v2/schedule?date=2026-03-10'
const availability = '/api/v2/technicians/availability?date=2026-03-10'

/** Writes technicians and a feed of 18 changes, and marks every table as fully synced. */
async function fill(mark: string): Promise<void> {
  const { pool } = server.database
  const people = ['1', '2', '3'].map((id) => ({ st_id: id, name: `${mark} ${id}` }))
  await insertRecords(pool, 'st_technicians', '1', people)
  await writeRecordChanges(pool, '1', 18)
  await pool.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) SELECT 1, unnest($1::text[]), now()`,
    [[...boardTables, 'st_appointment_assignments', 'st_teams', 'st_business_units']],
  )
}

async function replaceTenant(): Promise<string> {
  await endTenant(server.database.pool, '1')
  await beginTenant(server.database.pool, '1', 'New owner')
  await fill('new')
  return server.createKey('1', 'admin')
}

const read = async (path: string, key: string, headers: Record<string, string> = {}) => {
  const response = await server.get(path, key, { headers })
  return { status: response.status, text: await response.text() }
}

const openFeed = (path: string, key: string, headers: Record<string, string> = {}) =>
  server.get(path, key, { headers })

/** The text of an open feed until it has an event of this name, or ends. */
async function readUntil(until: string, response: Response): Promise<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (!text.includes(`event: ${until}\n`)) {
    const chunk = await reader?.read()
    if (!chunk || chunk.done) return `${text}[end]`
    text += chunk.value
  }
  await reader?.cancel()
  return text
}

const positionOf = async () => {
  const { rows } = await server.database.pool.query(
    'SELECT epoch, last_seq FROM lazi.change_positions WHERE tenant_id = 1',
  )
  return `${rows[0].epoch}.${rows[0].last_seq}`
}

describe('the key of a removed tenant', () => {
  const paths = [
    '/api/v2/me',
    '/api/v2/technicians',
    '/api/v2/technicians/st:1',
    '/api/v2/servicetitan/technicians',
    '/api/v2/servicetitan/technicians/1',
    '/api/v2/search?q=new',
    '/api/v2/sync',
    '/api/v2/sync/runs',
    '/api/v2/sync/quarantine',
    '/api/v2/locations/near?lat=1&lng=1&km=1',
    board,
    availability,
  ]

  test('is refused by every route while the tenant is gone, and after it was added again', async () => {
    for (const path of paths) expect([path, (await read(path, oldKey)).status]).toEqual([path, 200])
    await endTenant(server.database.pool, '1')
    for (const path of paths) expect([path, (await read(path, oldKey)).status]).toEqual([path, 401])
    await beginTenant(server.database.pool, '1', 'New owner')
    await fill('new')
    for (const path of paths) {
      const response = await server.get(path, oldKey)
      expect([path, response.status]).toEqual([path, 401])
      expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
      expect((await problemOf(response)).detail).toBe('This API key is unknown, revoked or expired.')
    }
  })

  test('requests no sync', async () => {
    const post = () =>
      server.get('/api/v2/sync/jobs', oldKey, {
        method: 'POST',
        body: '{"kind":"full"}',
        headers: { 'content-type': 'application/json' },
      })
    expect((await post()).status).toBe(202)
    await replaceTenant()
    expect((await post()).status).toBe(401)
    expect((await server.database.pool.query('SELECT FROM raw.sync_requests')).rowCount).toBe(0)
  })

  test('gets no event of the later tenant, on an open stream or on a new one', async () => {
    const position = await positionOf()
    const open = await openFeed('/api/v2/changes', oldKey)
    await replaceTenant()
    expect(await readUntil('change', open)).toMatch(/^retry: .*\n: .*\nid: .*\n\n\[end\]$/)
    expect((await openFeed('/api/v2/changes', oldKey)).status).toBe(401)
    expect((await openFeed(`/api/v2/changes?after=${position}`, oldKey)).status).toBe(401)
  })
})

test('the later tenant gets none of the responses, cursors and positions of the removed one', async () => {
  const oldPosition = await positionOf()
  const first = await read('/api/v2/technicians?limit=1', oldKey)
  const cursor = encodeURIComponent(JSON.parse(first.text).nextCursor)
  for (const path of [board, availability]) expect((await read(path, oldKey)).text).toContain('removed 1')

  const key = await replaceTenant()
  const position = await positionOf()
  expect(position.split('.')[1]).toBe(oldPosition.split('.')[1])

  for (const path of [board, availability]) {
    const { text } = await read(path, key)
    expect(text).toContain('new 1')
    expect(text).not.toContain('removed')
  }
  const refused = await server.get(`/api/v2/technicians?limit=1&cursor=${cursor}`, key)
  expect(refused.status).toBe(400)
  expect((await problemOf(refused)).errors).toMatchObject([{ path: 'query.cursor' }])

  for (const seq of ['0', '7', '18', '99']) {
    const old = `${oldPosition.split('.')[0]}.${seq}`
    const reset = `event: reset\nid: ${position}\ndata: {"position":"${position}"}`
    const byHeader = await openFeed('/api/v2/changes', key, { 'last-event-id': old })
    expect(await readUntil('reset', byHeader)).toContain(reset)
    expect(await readUntil('reset', await openFeed(`/api/v2/changes?after=${old}`, key))).toContain(reset)
  }
  // After the reset the feed goes on without a loss.
  const next = await openFeed('/api/v2/changes', key, { 'last-event-id': position })
  await writeRecordChanges(server.database.pool, '1', 1)
  const [epoch, seq] = position.split('.')
  expect(await readUntil('change', next)).toContain(`event: change\nid: ${epoch}.${Number(seq) + 1}\n`)
})

test('a tenant without a position is the same tenant after its first change, and its stream is reset', async () => {
  const { pool } = server.database
  await pool.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (3, 'Inserted by other software')`)
  const key = await server.createKey('3')
  expect((await read('/api/v2/servicetitan/technicians', key)).status).toBe(200)
  const stream = await openFeed('/api/v2/servicetitan/changes', key)
  const stale = '00000000-0000-0000-0000-000000000000.0'
  await writeChanges(pool, '3', 2)
  expect(await readUntil('reset', stream)).toMatch(/event: reset\nid: [0-9a-f-]{36}\.2\n/)
  const resumed = await openFeed('/api/v2/servicetitan/changes', key, { 'last-event-id': stale })
  expect(await readUntil('reset', resumed)).toContain('event: reset')
  expect((await read('/api/v2/servicetitan/technicians', key)).status).toBe(200)
})

test('a request that waits for the removal of its tenant leaves nothing behind', async () => {
  const { pool } = server.database
  const removal = await pool.connect()
  try {
    await removal.query(
      'BEGIN; INSERT INTO audit.positions (tenant_id, last_seq, last_at) VALUES (1, 0, now()) ON CONFLICT (tenant_id) DO UPDATE SET last_seq = 0',
    )
    const requested = fetch(`${server.url}/api/v2/sync/jobs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${oldKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'incremental' }),
    })
    const waits = async () =>
      (
        await pool.query(
          `SELECT count(*)::integer AS count FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'lazi-api' AND wait_event_type = 'Lock'`,
        )
      ).rows[0].count
    await expect.poll(waits).toBe(1)
    await removal.query(
      'DELETE FROM raw.change_positions WHERE tenant_id = 1; DELETE FROM audit.positions WHERE tenant_id = 1; COMMIT',
    )
    expect((await requested).status).toBe(401)
  } finally {
    removal.release(true)
  }
  const { rows } = await pool.query(
    'SELECT (SELECT count(*) FROM raw.sync_requests WHERE tenant_id = 1) + (SELECT count(*) FROM audit.entries WHERE tenant_id = 1) AS left',
  )
  expect(rows).toEqual([{ left: '0' }])
})
