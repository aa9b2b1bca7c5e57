import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createClient } from '../../client/index.ts'
import { type ApiServer, problemOf, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'

let server: ApiServer
let key: string
beforeEach(async () => {
  server = await startApiServer({ statementTimeoutMs: 300, keyCacheMs: 600_000 })
  await insertWorld(server.database.pool, '1')
  key = await server.createKey('1', 'admin')
})
afterEach(() => server.close())

const somePaths = [
  '/jobs',
  '/jobs/st:100?include=location',
  '/search?q=J',
  '/sync',
  '/sync/runs',
  '/schema',
  '/changes',
]
const internal = /raw\.|lazi\.|SELECT|pg_|relation|column|permission|127\.0\.0\.1|ECONN|\bat .*\.ts/

/** Refuses new connections to the database, and terminates the existing ones. */
const takeDown = () =>
  administer(
    (name) => `
    ALTER DATABASE ${name} ALLOW_CONNECTIONS false;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`,
  )
const bringUp = () => administer((name) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)

async function administer(sql: (name: string) => string): Promise<void> {
  const url = new URL(server.database.url)
  const name = url.pathname.slice(1)
  url.pathname = '/postgres'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    for (const statement of sql(name).split(';')) await client.query(statement)
  } finally {
    await client.end()
  }
}

test('a query that takes too long is a 504 without internal details', async () => {
  const holder = await server.database.pool.connect()
  try {
    await holder.query('BEGIN; LOCK TABLE lazi.jobs IN ACCESS EXCLUSIVE MODE')
    const response = await server.get('/api/v2/jobs', key)
    expect(response.status).toBe(504)
    const problem = await problemOf(response)
    expect(problem).toMatchObject({
      title: 'Gateway Timeout',
      detail: expect.stringContaining('took too long'),
    })
    expect(JSON.stringify(problem)).not.toMatch(internal)
  } finally {
    await holder.query('ROLLBACK')
    holder.release()
  }
  expect((await server.get('/api/v2/jobs', key)).status).toBe(200)
})

test('a statement that fails is a 500 without internal details, which are logged', async () => {
  await server.database.pool.query('ALTER TABLE lazi.jobs RENAME COLUMN summary TO gone')
  const id = randomUUID()
  const response = await server.get('/api/v2/jobs', key, { headers: { 'x-request-id': id } })
  expect(response.status).toBe(500)
  const problem = await problemOf(response)
  expect(problem).toMatchObject({ status: 500, requestId: id, title: 'Internal Server Error' })
  expect(JSON.stringify(problem)).not.toMatch(internal)
  const line = server.log.find((entry) => entry.requestId === id && entry.err)
  expect(JSON.stringify(line)).toContain('summary')
  expect(JSON.stringify(server.log)).not.toContain(key)
})

test('every route returns 503 while PostgreSQL is unavailable, and recovers', async () => {
  expect((await fetch(`${server.healthUrl}/readyz`)).status).toBe(200)
  // The key is cached now, so the requests below get past authentication.
  expect((await server.get('/api/v2/me', key)).status).toBe(200)
  await takeDown()
  try {
    for (const path of somePaths) {
      const response = await server.get(`/api/v2${path}`, key)
      expect([path, response.status, response.headers.get('retry-after')]).toEqual([path, 503, '5'])
      expect(JSON.stringify(await problemOf(response))).not.toMatch(internal)
    }
    const ready = await fetch(`${server.healthUrl}/readyz`)
    expect([ready.status, await ready.text()]).toEqual([503, 'The database is unavailable.\n'])
    expect((await fetch(`${server.healthUrl}/healthz`)).status).toBe(200)
    expect((await server.get('/livez')).status).toBe(200)
    expect((await fetch(`${server.healthUrl}/metrics`)).status).toBe(200)
  } finally {
    await bringUp()
  }
  expect((await fetch(`${server.healthUrl}/readyz`)).status).toBe(200)
  expect((await server.get('/api/v2/jobs', key)).status).toBe(200)
})

test('the client distinguishes a refusal from a server that cannot be reached', async () => {
  const client = createClient({ url: server.url, key: `${key.slice(0, -1)}!` })
  await expect(client.me()).rejects.toMatchObject({
    name: 'ApiError',
    status: 401,
    message: 'This API key is unknown, revoked or expired.',
    retryAfterMs: null,
    problem: { requestId: expect.any(String) },
  })
  await takeDown()
  await expect(createClient({ url: server.url, key }).me()).rejects.toMatchObject({
    status: 503,
    retryAfterMs: 5_000,
  })
  await bringUp()
  await expect(createClient({ url: 'http://127.0.0.1:1', key }).me()).rejects.toBeInstanceOf(TypeError)
})
