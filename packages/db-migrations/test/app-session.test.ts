import { openPool, pinSession, RoleError } from 'cli-kit/postgres'
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
