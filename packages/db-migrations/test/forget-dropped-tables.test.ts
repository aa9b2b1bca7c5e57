import { createMigrator } from 'db-migrations'
import { createTestDatabase } from 'db-migrations/testing'
import { expect, test } from 'vitest'

test('a cache table that is dropped and created again has no sync state, and other tables keep theirs', async () => {
  await using database = await createTestDatabase()
  const { pool } = database
  await pool.query(`
    INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'Hollis');
    INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, data_as_of)
      VALUES (1, 'st_job_hold_reasons', now(), now()), (1, 'st_jobs', now(), now());
    INSERT INTO raw.full_sync_pages (tenant_id, table_name, page, st_ids)
      VALUES (1, 'st_job_hold_reasons', 1, '{1}'), (1, 'st_jobs', 1, '{1}')`)
  const migrator = createMigrator({ connectionString: database.url })
  await migrator.down({ to: 21 })
  await migrator.up()
  for (const table of ['sync_state', 'full_sync_pages']) {
    const { rows } = await pool.query(`SELECT table_name FROM raw.${table}`)
    expect(rows).toEqual([{ table_name: 'st_jobs' }])
  }
  const { rows } = await pool.query(
    `SELECT breached, data_as_of FROM raw.freshness WHERE table_name = 'st_job_hold_reasons'`,
  )
  expect(rows).toEqual([{ breached: true, data_as_of: null }])
})
