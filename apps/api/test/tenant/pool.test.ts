import { statementName } from 'cli-kit/postgres'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPool } from '../../src/database.ts'
import { readSchedule, scheduleQuery } from '../../src/schedule/read-schedule.ts'
import { asReader } from '../fixtures/as-reader.ts'
import { insertTenant } from '../fixtures/insert-rows.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  await insertTenant(database.pool, '7', 'UTC')
})
afterAll(() => database.close())

test.each([
  { isPooled: false, prepared: [statementName(scheduleQuery)] },
  { isPooled: true, prepared: [] },
])(
  'a statement is prepared unless the pool is behind a pooler (pooled: $isPooled)',
  async ({ isPooled, prepared }) => {
    const pool = openPool(database.url, { max: 1, onError: () => undefined, isPooled })
    try {
      for (const date of ['2026-03-10', '2026-03-11']) {
        const body = await asReader(pool, '7', (client) => readSchedule(client, '7', { range: { date } }))
        expect(JSON.parse(body)).toMatchObject({ from: `${date}T00:00:00.000000Z` })
      }
      const { rows } = await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements')
      expect(rows.map(({ name }) => name)).toEqual(prepared)
    } finally {
      await pool.end()
    }
  },
)
