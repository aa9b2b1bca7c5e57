import { createMigrator } from 'db-migrations'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'

let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.close())

const insert = (kind: string) =>
  database.pool.query(
    `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, started_at) VALUES (1, 'st_jobs', $1, '2026-01-01Z')`,
    [kind],
  )
const kinds = async () =>
  (await database.pool.query('SELECT kind FROM raw.sync_runs ORDER BY run_id')).rows.map(({ kind }) => kind)
const violatesCheck = { code: '23514', constraint: 'sync_runs_kind_check' }

test('reverting deletes runs of the new kinds, and rejects further ones', async () => {
  for (const kind of ['full', 'hot', 'incremental', 'verify']) await insert(kind)
  await expect(insert('other')).rejects.toMatchObject(violatesCheck)

  await createMigrator({ connectionString: database.url }).down({ to: 12 })
  expect(await kinds()).toEqual(['full', 'incremental'])
  await expect(insert('hot')).rejects.toMatchObject(violatesCheck)

  await createMigrator({ connectionString: database.url }).up()
  await insert('hot')
  expect(await kinds()).toEqual(['full', 'incremental', 'hot'])
})
