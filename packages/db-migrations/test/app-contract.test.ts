import { readdir, readFile } from 'node:fs/promises'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The statements of the last release's apps, recorded by each app's `record-sql`. A rename or drop that would break the
// release that runs while the migration is applied fails here.

const contracts = new URL('../contract/', import.meta.url)
const files = await readdir(contracts)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function broken(file: string): Promise<string[]> {
  const statements: string[] = JSON.parse(await readFile(new URL(file, contracts), 'utf8'))
  expect(statements.length).toBeGreaterThan(10)
  const client = await database.pool.connect()
  try {
    const failures: string[] = []
    for (const sql of statements) {
      try {
        await client.query(`PREPARE recorded AS ${sql}`)
        await client.query('DEALLOCATE recorded')
      } catch (error) {
        failures.push(`${(error as Error).message}: ${sql}`)
      }
    }
    return failures
  } finally {
    client.release()
  }
}

test.each(files)('the schema accepts every statement of %s', async (file) => {
  expect(await broken(file)).toEqual([])
})

test('a renamed column is detected, and the broken statements are named', async () => {
  await database.pool.query('ALTER TABLE raw.sync_state RENAME COLUMN data_as_of TO fresh_until')
  const failures = await broken('sync.json')
  expect(failures.length).toBeGreaterThan(0)
  expect(failures.every((failure) => /data_as_of/.test(failure))).toBe(true)
})
