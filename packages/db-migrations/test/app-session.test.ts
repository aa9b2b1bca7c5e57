import { openPool, pinSession, RoleError, SessionClient, SessionEndedError } from 'cli-kit/postgres'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../src/testing/index.ts'

// An app's session on a real server, which cli-kit's own tests do not have.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const options = { applicationName: 'session-test', max: 1, onError: () => undefined }
const settings = `SELECT current_user AS role, current_setting('jit') AS jit,
  current_setting('application_name') AS application, current_setting('search_path') AS path`

test('each connection of a pool has its role and settings before its first statement', async () => {
  const session = { role: 'lazi_sync', settings: { jit: 'off', search_path: 'raw, "$user"' } }
  const pool = openPool(database.url, { ...options, session })
  try {
    for (let connection = 0; connection < 2; connection += 1) {
      const client = await pool.connect()
      const { rows } = await client.query(settings)
      client.release(true)
      expect(rows).toEqual([
        { role: 'lazi_sync', jit: 'off', application: 'session-test', path: 'raw, "$user"' },
      ])
    }
  } finally {
    await pool.end()
  }
})

test('a pool without a session leaves the login its role and the server its settings', async () => {
  const pool = openPool(database.url, options)
  try {
    const { rows } = await pool.query('SELECT current_user = session_user AS own')
    expect(rows).toEqual([{ own: true }])
  } finally {
    await pool.end()
  }
})

test('an idle connection that is lost does not end the process, and the next one is set up', async () => {
  const errors: Error[] = []
  const onError = (error: Error) => void errors.push(error)
  const pool = openPool(database.url, { ...options, onError, session: { role: 'lazi_sync' } })
  try {
    const { rows } = await pool.query('SELECT pg_backend_pid() AS pid')
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
    await expect.poll(() => errors.length).toBe(1)
    expect((await pool.query('SELECT current_user AS role')).rows).toEqual([{ role: 'lazi_sync' }])
  } finally {
    await pool.end()
  }
})

test.each([
  ['pg_terminate_backend', 'terminating connection due to administrator command', '57P01'],
  ['idle_session_timeout', 'idle-session timeout (setting idle_session_timeout)', '57P05'],
  [
    'idle_in_transaction_session_timeout',
    'idle-in-transaction timeout (setting idle_in_transaction_session_timeout)',
    '25P03',
  ],
])('a query after %s is rejected with the reason of PostgreSQL, in every form', async (cause, text, code) => {
  const client = new SessionClient({ connectionString: database.url })
  await client.connect()
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  if (cause === 'pg_terminate_backend') {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid')
    await database.pool.query('SELECT pg_terminate_backend($1)', [rows[0].pid])
  } else {
    await client.query(`BEGIN; SET ${cause} = 1; ${cause === 'idle_session_timeout' ? 'COMMIT' : ''}`)
  }
  await ended
  const expected = { name: 'SessionEndedError', code, message: expect.stringContaining(text) }
  await expect(client.query('SELECT 1')).rejects.toMatchObject(expected)
  await expect(client.query({ text: 'SELECT 1', name: 'one' })).rejects.toMatchObject(expected)
  const byCallback = new Promise((resolve) => client.query('SELECT 1', [], resolve))
  expect(await byCallback).toBeInstanceOf(SessionEndedError)
  const submitted = new Promise((resolve) => {
    client.query(Object.assign(new pg.Query('SELECT 1'), { callback: resolve }))
  })
  expect(await submitted).toBeInstanceOf(SessionEndedError)
  await client.end()
})

test('a missing role is an error that says to migrate; other errors are unchanged', async () => {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    const missing = pinSession(client, { role: 'lazi_nowhere' })
    await expect(missing).rejects.toThrow(RoleError)
    await expect(missing).rejects.toThrow('Role lazi_nowhere does not exist; migrate first')
    await expect(pinSession(client, { settings: { jit: 'maybe' } })).rejects.toThrow('"jit"')
  } finally {
    await client.end()
  }
})
