import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiClient, createClient } from '../../client/index.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { writeChange, writeSnapshot, writeVersion } from '../fixtures/write-versions.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 3, 1, 12, minute))
const instant = (minute: number) => at(minute).toISOString().replace('Z', '000Z')

/** The API's clock. */
const now = at(20_000)

let server: ApiServer
let key: string
let one: ApiClient
let two: ApiClient
beforeAll(async () => {
  server = await startApiServer({ now: () => now.getTime() })
  const { pool } = server.database
  for (const tenantId of ['1', '2']) await insertWorld(pool, tenantId)
  key = await server.createKey('1')
  one = createClient({ url: server.url, key })
  two = createClient({ url: server.url, key: await server.createKey('2') })
  const jobs = { pool, tenantId: '1', resource: 'jobs' } as const
  await writeSnapshot(jobs, at(0))
  const job = (fields: string) => `{"id": 900, "jobStatus": "Scheduled", "customerId": 10, ${fields}}`
  const first = job('"number": 9007199254740993.10, "summary": null, "priority": "Low"')
  await writeVersion(jobs, { stId: 900, at: at(1), record: first, runId: '7' })
  const second = job('"total": 12.50, "summary": "Leak", "priority": "Low", "locationId": 20')
  const scheduled_start = at(600)
  await writeVersion(jobs, { stId: 900, at: at(2), record: second, columns: { scheduled_start } })
  await writeVersion(jobs, { stId: 900, at: at(3), record: null })
  const third = job('"total": 13.5, "summary": "Leak", "priority": "High", "locationId": 21')
  await writeVersion(jobs, { stId: 900, at: at(4), record: third })
  const { projectTenant } = await import('records/testing')
  await projectTenant(pool, '1')
})
afterAll(() => server.close())

const get = (path: string) => server.get(`/api/v2${path}`, key)

describe('the history of a cached row', () => {
  test('has its versions, newest first, with the values before and after', async () => {
    const text = await (await get('/servicetitan/jobs/900/history')).text()
    // PostgreSQL made the JSON: every digit is there.
    expect(text).toContain('9007199254740993.10')
    expect(text).toContain('12.50')
    const { data, knownSince, nextCursor } = await one.serviceTitan.history('jobs', '900')
    expect({ knownSince, nextCursor }).toEqual({ knownSince: instant(0), nextCursor: null })
    expect(data).toEqual([
      {
        seq: '5',
        at: instant(4),
        op: 'restore',
        runId: null,
        changes: [
          { path: 'deletedAt', old: instant(3), new: null },
          { path: 'locationId', old: 20, new: 21 },
          { path: 'priority', old: 'Low', new: 'High' },
          { path: 'total', old: 12.5, new: 13.5 },
        ],
      },
      {
        seq: '4',
        at: instant(3),
        op: 'delete',
        runId: null,
        changes: [{ path: 'deletedAt', old: null, new: instant(3) }],
      },
      {
        seq: '3',
        at: instant(2),
        op: 'update',
        runId: null,
        changes: [
          { path: 'locationId', new: 20 },
          { path: 'number', old: expect.any(Number) },
          { path: 'scheduledStart', old: null, new: instant(600) },
          { path: 'summary', old: null, new: 'Leak' },
          { path: 'total', new: 12.5 },
        ],
      },
      { seq: '2', at: instant(1), op: 'insert', runId: '7', changes: [] },
    ])
  })

  test('is read by pages, each version once', async () => {
    const whole = await one.serviceTitan.history('jobs', '900')
    const read: unknown[] = []
    let cursor: string | undefined
    do {
      const page = await one.serviceTitan.history('jobs', '900', { limit: 1, cursor })
      expect(page.knownSince).toBe(whole.knownSince)
      read.push(...page.data)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(read).toEqual(whole.data)
  })

  test('of a row of another tenant, or of none, is not found; unknown parameters and foreign cursors are refused', async () => {
    await expect(two.serviceTitan.history('jobs', '900')).rejects.toMatchObject({ status: 404 })
    await expect(one.serviceTitan.history('jobs', '901')).rejects.toMatchObject({ status: 404 })
    expect((await get('/servicetitan/jobs/900/history?before=3')).status).toBe(400)
    const { nextCursor } = await one.serviceTitan.history('jobs', '900', { limit: 1 })
    expect((await get(`/servicetitan/jobs/100/history?cursor=${nextCursor}`)).status).toBe(400)
  })

  test('is empty, and not known, before the first full sync of the table has ended', async () => {
    expect(await one.serviceTitan.history('customers', '10')).toEqual({
      data: [],
      nextCursor: null,
      knownSince: null,
    })
    const response = await get(`/servicetitan/customers/10?asOf=${instant(9)}`)
    expect(response.status).toBe(404)
    expect(await problemOf(response)).toMatchObject({ knownSince: null })
  })
})

describe('the history of a record', () => {
  test('has the fields of the record that changed, and who changed them', async () => {
    const { data, knownSince } = await one.history('jobs', 'st:900')
    expect(knownSince).toBe(instant(0))
    const { id } = await one.get('jobs', 'st:900')
    expect(await one.history('jobs', id)).toEqual({ data, knownSince, nextCursor: null })
    const [old, latest] = await Promise.all(['st:20', 'st:21'].map((each) => one.get('locations', each)))
    expect(data).toEqual([
      {
        seq: '5',
        at: instant(4),
        op: 'restore',
        by: 'servicetitan',
        runId: null,
        changes: [
          { field: 'locationId', old: old?.id, new: latest?.id },
          { field: 'priority', old: 'Low', new: 'High' },
          { field: 'total', old: '12.50', new: '13.5' },
          { field: 'deletedAt', old: instant(3), new: null },
        ],
      },
      expect.objectContaining({
        op: 'delete',
        changes: [{ field: 'deletedAt', old: null, new: instant(3) }],
      }),
      expect.objectContaining({
        op: 'update',
        changes: [
          { field: 'locationId', old: null, new: old?.id },
          { field: 'summary', old: null, new: 'Leak' },
          { field: 'total', old: null, new: '12.50' },
          { field: 'scheduledStart', old: null, new: instant(600) },
        ],
      }),
      expect.objectContaining({ op: 'insert', runId: '7', changes: [] }),
    ])
  })

  test('of another tenant, or of none, is not found', async () => {
    const { id } = await one.get('jobs', 'st:900')
    await expect(two.history('jobs', id)).rejects.toMatchObject({ status: 404 })
    await expect(two.getAsOf('jobs', id, instant(4))).rejects.toMatchObject({ status: 404 })
    await expect(one.history('jobs', 'st:901')).rejects.toMatchObject({ status: 404 })
    await expect(one.history('jobs', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).rejects.toMatchObject({
      status: 404,
    })
  })
})

describe('a moment', () => {
  test('has the row as it was then, with every digit', async () => {
    const then = await one.serviceTitan.getAsOf('jobs', '900', instant(1), { fullData: true })
    expect(then).toMatchObject({ summary: null, priority: 'Low', total: null, scheduledStart: null })
    expect(Object.keys(then.fullData ?? {})).toEqual(
      expect.arrayContaining(['id', 'jobStatus', 'customerId', 'number', 'summary', 'priority']),
    )
    const path = `/servicetitan/jobs/900?fullData=true&asOf=${instant(1)}`
    expect(await (await get(path)).text()).toContain('9007199254740993.10')
    expect(await one.getAsOf('jobs', 'st:900', instant(2))).toMatchObject({
      summary: 'Leak',
      total: '12.50',
      scheduledStart: instant(600),
      createdBy: 'servicetitan',
      source: 'servicetitan',
    })
  })

  test('before the first version has no row, and one of a tombstone only with includeDeleted', async () => {
    for (const [path, known] of [
      [`/servicetitan/jobs/900?asOf=${instant(0)}&includeDeleted=true`, 404],
      [`/servicetitan/jobs/900?asOf=${instant(3)}`, 404],
      [`/servicetitan/jobs/900?asOf=${instant(3)}&includeDeleted=true`, 200],
      [`/jobs/st:900?asOf=${instant(3)}`, 404],
      [`/jobs/st:900?asOf=${instant(3)}&includeDeleted=true`, 200],
    ] as const) {
      const response = await get(path)
      expect([path, response.status]).toEqual([path, known])
      const body = (await response.json()) as object
      if (known === 200) expect(body).toMatchObject({ deletedAt: instant(3) })
      else expect(body).not.toHaveProperty('knownSince')
    }
  })

  test('of a row that did not change has what the present has', async () => {
    const { syncedAt: _, ...row } = await one.serviceTitan.get('jobs', '100')
    expect(await one.serviceTitan.getAsOf('jobs', '100', instant(0))).toEqual(row)
  })

  test('beyond the history names since when it is known', async () => {
    for (const path of ['/servicetitan/jobs/100', '/jobs/st:100']) {
      const response = await get(`${path}?asOf=${at(-1).toISOString()}`)
      expect(response.status).toBe(404)
      expect(await problemOf(response)).toMatchObject({
        knownSince: instant(0),
        detail: `The history of this row is known since ${instant(0)}.`,
      })
    }
  })

  test('has no includes and no fields of the present; fields are chosen as usual', async () => {
    const errorsOf = async (query: string) => {
      const response = await get(`/jobs/st:900?asOf=${instant(4)}&${query}`)
      expect(response.status).toBe(400)
      return (await problemOf(response)).errors?.map(({ path }) => path)
    }
    expect(await errorsOf('include=customer')).toEqual(['query.include'])
    expect(await errorsOf('fields=version,number')).toEqual(['query.fields'])
    expect(await errorsOf('asof=1')).toEqual([expect.stringContaining('query')])
    expect((await get('/jobs/st:900?asOf=yesterday')).status).toBe(400)
    const chosen = await one.getAsOf('jobs', 'st:900', instant(4), { fields: 'summary' })
    expect(Object.keys(chosen)).toEqual(['id', 'summary'])
  })

  test('in the future is refused, but for what clocks may differ by', async () => {
    for (const path of ['/jobs/st:900', '/servicetitan/jobs/900']) {
      const response = await get(`${path}?asOf=${instant(20_002)}`)
      expect(response.status).toBe(400)
      expect(await problemOf(response)).toMatchObject({
        detail: 'The moment is in the future.',
        errors: [{ path: 'query.asOf', message: 'Expected a moment that is not in the future' }],
      })
      expect((await get(`${path}?asOf=${instant(20_001)}`)).status).toBe(200)
    }
  })

  test('has an ETag: an unchanged response is a 304', async () => {
    const path = `/jobs/st:900?asOf=${instant(2)}`
    const etag = (await get(path)).headers.get('etag') ?? ''
    const again = await server.get(`/api/v2${path}`, key, { headers: { 'if-none-match': etag } })
    expect([etag === '', again.status]).toEqual([false, 304])
  })
})

test('what a change replaced may be unknown: the history begins with it', async () => {
  const target = { pool: server.database.pool, tenantId: '2', resource: 'zones' } as const
  await writeSnapshot(target, at(0))
  const record = (name: string) => `{"id": 700, "name": "${name}"}`
  await writeVersion(target, { stId: 700, at: at(1), record: record('a') })
  await writeChange(target, { stId: 700, op: 'update', at: at(2) })
  await writeVersion(target, { stId: 700, at: at(3), record: record('b') })
  const { data, knownSince } = await two.serviceTitan.history('zones', '700')
  expect(knownSince).toBe(instant(2))
  expect(data.map(({ at, changes }) => [at, changes])).toEqual([
    [instant(3), [{ path: 'name', old: 'a', new: 'b' }]],
    [instant(2), null],
  ])
  expect(await two.serviceTitan.getAsOf('zones', '700', instant(2))).toMatchObject({ name: 'a' })
  await expect(two.serviceTitan.getAsOf('zones', '700', instant(1))).rejects.toMatchObject({
    status: 404,
    problem: { knownSince: instant(2) },
  })
})

test('after the removal of old changes the history is known since the oldest that is left', async () => {
  const { pool } = server.database
  const target = { pool, tenantId: '2', resource: 'campaigns' } as const
  await writeSnapshot(target, at(0))
  for (const [minute, name] of ['a', 'b', 'c'].entries()) {
    await writeVersion(target, { stId: 700, at: at(minute + 1), record: `{"id": 700, "name": "${name}"}` })
  }
  const trim = async (count: number) => {
    await pool.query(
      'DELETE FROM raw.changes WHERE tenant_id = 2 AND seq <= (SELECT max(seq) - $1 FROM raw.changes WHERE tenant_id = 2)',
      [count],
    )
    await pool.query('UPDATE raw.change_positions SET trimmed_seq = last_seq - $1 WHERE tenant_id = 2', [
      count,
    ])
  }
  await trim(2)
  const { data, knownSince } = await two.serviceTitan.history('campaigns', '700')
  expect([knownSince, data.length]).toEqual([instant(2), 2])
  expect(await two.serviceTitan.getAsOf('campaigns', '700', instant(2))).toMatchObject({ name: 'b' })
  await expect(two.serviceTitan.getAsOf('campaigns', '700', instant(1))).rejects.toMatchObject({
    problem: { knownSince: instant(2) },
  })
  await trim(0)
  expect(await two.serviceTitan.history('campaigns', '700')).toMatchObject({
    data: [],
    knownSince: instant(3),
  })
  expect(await two.serviceTitan.getAsOf('campaigns', '700', instant(3))).toMatchObject({ name: 'c' })
})

test('of very many versions the newest 10,000 are known', async () => {
  const { pool } = server.database
  const target = { pool, tenantId: '2', resource: 'teams' } as const
  await writeSnapshot(target, at(0))
  await writeVersion(target, { stId: 700, at: at(1), record: '{"id": 700, "name": "now"}' })
  await pool.query(
    `WITH position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + 10005 WHERE tenant_id = 2 RETURNING last_seq - 10005 AS seq)
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, at, before)
     SELECT 2, seq + n, 'st_teams', 700, 'update', $1::timestamptz + n * interval '1 minute',
            jsonb_build_object('name', 'before ' || n)
       FROM position, generate_series(1, 10005) AS n`,
    [at(1)],
  )
  const known = instant(1 + 6)
  const { data, knownSince } = await two.serviceTitan.history('teams', '700', { limit: 1 })
  expect([knownSince, data[0]?.changes]).toEqual([known, [{ path: 'name', old: 'before 10005', new: 'now' }]])
  expect(await two.serviceTitan.getAsOf('teams', '700', instant(1 + 10_004))).toMatchObject({
    name: 'before 10005',
  })
  await expect(two.serviceTitan.getAsOf('teams', '700', instant(1 + 5))).rejects.toMatchObject({
    problem: { knownSince: known },
  })
  expect(await two.serviceTitan.getAsOf('teams', '700', instant(1 + 6))).toMatchObject({ name: 'before 7' })
})
