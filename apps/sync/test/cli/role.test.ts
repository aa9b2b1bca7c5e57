import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, openPool } from '../../src/database.ts'
import { runCommand } from '../support/command.ts'

const login = 'lazi_test_stranger'
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await database.pool.query(`DROP ROLE IF EXISTS ${login}`)
  await database.pool.query(`CREATE ROLE ${login} LOGIN PASSWORD 'planted-password'`)
})
afterAll(async () => {
  await database.pool.query(`DROP OWNED BY ${login}`)
  await database.pool.query(`DROP ROLE ${login}`)
  await database.close()
})

function urlOf(name: string): string {
  const url = new URL(database.url)
  url.username = name
  url.password = 'planted-password'
  return url.href
}

test.each([
  'CREATE TABLE raw.mine (id bigint)',
  'ALTER TABLE raw.st_jobs ADD COLUMN mine text',
  'ALTER TABLE raw.st_jobs DISABLE ROW LEVEL SECURITY',
  'DROP TABLE raw.st_jobs',
  'TRUNCATE raw.st_jobs',
  'CREATE INDEX mine ON raw.st_jobs (tenant_id)',
  'DROP SCHEMA raw CASCADE',
  'CREATE SCHEMA mine',
  'CREATE TABLE api.mine (id bigint)',
  'DROP TABLE api.keys',
  'CREATE FUNCTION raw.mine() RETURNS bigint LANGUAGE sql RETURN 1',
  'GRANT SELECT ON raw.st_jobs TO PUBLIC',
  'SET ROLE lazi_migrator',
])('a connection of the sync cannot %s', async (sql) => {
  const client = await connect(urlOf(login)).catch(async () => {
    await database.pool.query(`GRANT lazi_sync TO ${login}`)
    return connect(urlOf(login))
  })
  try {
    expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'lazi_sync' }])
    // GRANT by a role that owns nothing only warns, so the privilege is checked.
    const result = await client.query(sql).then(
      () => 'done',
      (error: pg.DatabaseError) => error.code,
    )
    if (result === 'done') expect(sql).toMatch(/^GRANT/)
    else expect(result).toBe('42501')
  } finally {
    await client.end()
  }
  const { rows } = await database.pool.query(
    `SELECT has_table_privilege('public', 'raw.st_jobs', 'SELECT') AS everybody,
            to_regclass('raw.mine') AS mine, to_regclass('raw.st_jobs')::text AS jobs`,
  )
  expect(rows).toEqual([{ everybody: false, mine: null, jobs: 'raw.st_jobs' }])
})

test('connections of a pool have the role of the sync, and keepalives that detect a lost peer', async () => {
  const pool = openPool(database.url, { max: 1, onError: () => undefined })
  try {
    const { rows } = await pool.query(
      `SELECT current_user AS role, current_setting('application_name') AS name, current_setting('tcp_keepalives_idle')::integer
              + current_setting('tcp_keepalives_interval')::integer * current_setting('tcp_keepalives_count')::integer AS seconds`,
    )
    expect(rows).toEqual([{ role: 'lazi_sync', name: 'lazi-sync', seconds: 50 }])
  } finally {
    await pool.end()
  }
})

test('the error for a login without the role names the GRANT to run', async () => {
  await database.pool.query(`REVOKE lazi_sync FROM ${login}`)
  // A command reads the ledger before it sets the role.
  await database.pool.query(`GRANT SELECT ON public.pgmigrations TO ${login}`)
  const { code, stderr } = await runCommand(['status'], { DATABASE_URL: urlOf(login) })
  expect(stderr).toContain(
    `error: ${login} is not a member of role lazi_sync. Let an administrator run once: GRANT lazi_sync TO ${login};`,
  )
  expect(code).toBe(1)
  expect(stderr).not.toContain('planted-password')
})
