import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateDocs, generateTypes, staleFiles } from '../src/schema-docs/generated-files.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('docs/schema, schema.sql and catalog.json are current (else: pnpm --filter db-migrations run docs)', async () => {
  const client = await database.pool.connect()
  try {
    const files = await generateDocs(client)
    expect(await staleFiles(files)).toEqual([])
    await database.pool.query(`COMMENT ON COLUMN raw.st_jobs.status IS 'changed'`)
    expect(await staleFiles(await generateDocs(client))).toHaveLength(3)
  } finally {
    client.release()
  }
})

test('the row types are current (else: pnpm --filter db-migrations run types)', async () => {
  await using other = await createTestDatabase()
  expect(await staleFiles(await generateTypes(other.url))).toEqual([])
})
