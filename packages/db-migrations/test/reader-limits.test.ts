import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { PG_MIGRATE_LOCK_ID } from 'node-pg-migrate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asRole, firstColumn, insertTwoTenants } from './fixtures/roles.ts'

// What SECURITY.md says that lazi_reader can see and do beyond the rows of its tenant.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  await insertTwoTenants(database)
  await database.pool.query('ANALYZE raw.st_locations')
})
afterAll(() => database.close())

const asReader = <T>(work: Parameters<typeof asRole<T>>[2]) =>
  asRole(database, { role: 'lazi_reader', tenant: '1' }, work)

test('it sees the number of rows of all tenants, and no statistics of their values', async () => {
  await asReader(async (client) => {
    expect(await firstColumn(client, 'SELECT count(*)::int FROM raw.st_locations')).toEqual([3])
    const total = `SELECT reltuples::int FROM pg_class WHERE oid = 'raw.st_locations'::regclass`
    expect(await firstColumn(client, total)).toEqual([6])
    expect(await firstColumn(client, `SELECT FROM pg_stats WHERE schemaname = 'raw'`)).toEqual([])
    await expect(client.query('SELECT FROM pg_statistic')).rejects.toMatchObject({ code: '42501' })
  })
})

test('it can hold the lock of migrators, who name it', async () => {
  await createMigrator({ connectionString: database.url }).down({ count: 1 })
  await asReader(async (client) => {
    await client.query(`SET application_name = 'a dashboard'`)
    await client.query('SELECT pg_advisory_xact_lock($1::bigint)', [PG_MIGRATE_LOCK_ID])
    const migrator = createMigrator({ connectionString: database.url, lockWaitMs: 0 })
    await expect(migrator.up()).rejects.toMatchObject({
      code: 'LOCK_BUSY',
      message: expect.stringContaining('a dashboard'),
    })
  })
  expect(await createMigrator({ connectionString: database.url }).up()).toHaveLength(1)
})

test('it can hold the lock of a table that is synced', async () => {
  await asReader(async (client) => {
    const taken = `SELECT pg_try_advisory_xact_lock(hashtextextended('any text that a sync locks', 0))`
    expect(await firstColumn(client, taken)).toEqual([true])
  })
})

test('it can create large objects, and change no table', async () => {
  await asReader(async (client) => {
    expect(await firstColumn(client, 'SELECT lo_create(0) > 0')).toEqual([true])
    await expect(client.query('CREATE TABLE public.mine (a int)')).rejects.toMatchObject({ code: '42501' })
  })
})
