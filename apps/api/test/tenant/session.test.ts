import { existsSync } from 'node:fs'
import { changeSettings, createTestDatabase, pgbouncerPath, startPgbouncer } from 'db-migrations/testing'
import { expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { readSchedule } from '../../src/schedule/read-schedule.ts'
import { readInOneTrip } from '../../src/tenant/read-in-one-trip.ts'
import { asReader } from '../fixtures/as-reader.ts'
import { insertTenant } from '../fixtures/insert-rows.ts'

const settings = `
SELECT name, setting FROM pg_settings
 WHERE name IN ('DateStyle', 'IntervalStyle', 'TimeZone', 'row_security', 'search_path', 'extra_float_digits',
                'gin_fuzzy_search_limit', 'standard_conforming_strings', 'transform_null_equals', 'jit', 'lock_timeout') ORDER BY name`

test.each([{ isPooled: false }, { isPooled: true }])(
  'a transaction has the same settings whatever the database sets (pooled: $isPooled)',
  async ({ isPooled }) => {
    await using usual = await createTestDatabase()
    await using changed = await createTestDatabase()
    await changeSettings(changed.pool)
    const results = await Promise.all(
      [usual, changed].map(async ({ url }) => {
        const pool = openPool(url, { max: 1, onError: () => undefined, isPooled })
        const rows = await asReader(pool, '7', async (client) => (await client.query(settings)).rows)
        const options = { tenantId: '7', statementTimeoutMs: 30_000 }
        const inOneTrip = await readInOneTrip(pool, options, settings)
        await pool.end()
        return { rows, inOneTrip }
      }),
    )
    expect(results[1]).toEqual(results[0])
    expect(results[0]?.inOneTrip).toEqual(results[0]?.rows)
  },
)

test('behind a pooler in transaction mode transactions work, and leave no role or setting', async (context) => {
  if (!existsSync(pgbouncerPath)) context.skip('pgbouncer is not installed')
  await using database = await createTestDatabase()
  await insertTenant(database.pool, '7', 'UTC')
  await using pooler = await startPgbouncer(database.url, { pool_mode: 'transaction', default_pool_size: 1 })
  const pool = openPool(pooler.url, { max: 4, onError: () => undefined, isPooled: true })
  try {
    const read = () =>
      asReader(pool, '7', (client) => readSchedule(client, '7', { range: { date: '2026-03-10' } }))
    const bodies = await Promise.all(Array.from({ length: 8 }, read))
    expect(bodies.map((body) => JSON.parse(body).from)).toEqual(
      Array.from({ length: 8 }, () => '2026-03-10T00:00:00.000000Z'),
    )
    const { rows } = await pool.query(
      `SELECT current_user = session_user AS own,
              (SELECT count(*)::integer FROM pg_settings
                WHERE source = 'session' AND name <> 'application_name') AS changed`,
    )
    expect(rows).toEqual([{ own: true, changed: 0 }])
  } finally {
    await pool.end()
  }
})
