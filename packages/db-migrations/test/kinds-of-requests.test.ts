import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

const request = (kind: string, quarantineId: number | null = null) =>
  database.pool.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind, quarantine_id) VALUES (1, 'st_jobs', $1, $2)`,
    [kind, quarantineId],
  )
const kinds = async () =>
  (await database.pool.query('SELECT kind FROM raw.sync_requests ORDER BY request_id')).rows.map(
    ({ kind }) => kind,
  )
const migrator = () => createMigrator({ connectionString: database.url })

test('a request has a quarantine id if it concerns an entry, and only then', async () => {
  const violatesCheck = { code: '23514', constraint: 'sync_requests_quarantine_check' }
  await expect(request('replay')).rejects.toMatchObject(violatesCheck)
  await expect(request('drop')).rejects.toMatchObject(violatesCheck)
  await expect(request('full', 7)).rejects.toMatchObject(violatesCheck)
})

test('the subject of a request is derived from its kind, also for an app that does not name the column', async () => {
  await migrator().down({ to: 22 })
  await request('verify')
  await request('replay', 7)
  await migrator().up()
  await request('hot')
  await request('drop', 7)
  const { rows } = await database.pool.query(
    'SELECT kind, subject FROM raw.sync_requests ORDER BY request_id',
  )
  expect(rows).toEqual([
    { kind: 'verify', subject: 'run' },
    { kind: 'replay', subject: 'quarantine' },
    { kind: 'hot', subject: 'run' },
    { kind: 'drop', subject: 'quarantine' },
  ])
})

test('reverting deletes requests of the new kinds, and rejects further ones', async () => {
  const violatesCheck = { code: '23514', constraint: 'sync_requests_kind_check' }
  await request('full')
  await request('replay', 7)
  await request('drop', 7)
  await expect(request('other')).rejects.toMatchObject(violatesCheck)

  await migrator().down({ to: 15 })
  expect(await kinds()).toEqual(['full'])
  await expect(
    database.pool.query(
      `INSERT INTO raw.sync_requests (tenant_id, table_name, kind) VALUES (1, 'st_jobs', 'replay')`,
    ),
  ).rejects.toMatchObject(violatesCheck)

  await migrator().up()
  await request('replay', 7)
  expect(await kinds()).toEqual(['full', 'replay'])
})

test('non-positive intervals are replaced by the default, and new ones are rejected', async () => {
  const schedule = (tenantId: number, every: string) =>
    database.pool.query(
      `INSERT INTO raw.sync_schedules (tenant_id, table_name, incremental_every, full_every)
       VALUES ($1, 'st_jobs', $2, '1 day')`,
      [tenantId, every],
    )
  const violatesCheck = { code: '23514', constraint: 'sync_schedules_positive_check' }
  await migrator().down({ to: 15 })
  await schedule(1, '0')
  await schedule(2, '-1 minute')
  await schedule(3, '1 minute')

  await migrator().up()
  const { rows } = await database.pool.query(
    `SELECT incremental_every::text AS every, full_every::text AS full FROM raw.sync_schedules ORDER BY tenant_id`,
  )
  expect(rows).toEqual([
    { every: null, full: '1 day' },
    { every: null, full: '1 day' },
    { every: '00:01:00', full: '1 day' },
  ])
  await expect(schedule(4, '0')).rejects.toMatchObject(violatesCheck)
  await expect(schedule(4, '-1 day')).rejects.toMatchObject(violatesCheck)
})
