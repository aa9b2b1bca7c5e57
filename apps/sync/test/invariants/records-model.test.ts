import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold } from '../support/effort.ts'
import { expectRecords, modelTables } from '../support/expected-records.ts'
import { command, followed } from '../support/model-commands.ts'
import { openModel } from '../support/records-model.ts'
import { connect } from '../support/tenant.ts'

// Random pages of the cache in any order, kills, rebuilds and lost parts of the feed, against an oracle. At the end the
// records equal what the cache says, and a consumer that follows lazi.changes has read exactly them.

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function actual(tenantId: string) {
  const { pool } = database
  const records: Record<string, Record<string, Record<string, unknown>>> = {}
  const all: [string, unknown][] = []
  for (const name of modelTables) {
    const { rows } = await pool.query(
      `SELECT id, st_id, to_jsonb(record) AS row FROM lazi.${name} AS record WHERE tenant_id = $1`,
      [tenantId],
    )
    records[name] = Object.fromEntries(rows.map(({ st_id, row }) => [st_id, row]))
    for (const { id, row } of rows) {
      const { st_modified_on: _, ...visible } = row
      all.push([`${name}/${id}`, visible])
    }
  }
  const { rows: waiting } = await pool.query(
    `SELECT table_name || '/' || st_id || ' needs ' || needs_table || '/' || needs_st_id AS text, reason, is_due
       FROM sync.waiting WHERE tenant_id = $1`,
    [tenantId],
  )
  return { records, all: new Map(all), waiting }
}

test('records equal what the cache says after any history, and a consumer of their feed has read them', async () => {
  const client = await connect(database.url)
  try {
    const property = fc.asyncProperty(
      fc.array(command, { minLength: 10, maxLength: 40 }),
      fc.array(command, { minLength: 10, maxLength: 40 }),
      // Once all tables follow the feed, every change must arrive by it: no later rebuild repairs a lost one.
      fc.array(followed, { minLength: 10, maxLength: 40 }),
      async (...parts) => {
        const model = await openModel(database, client)
        for (const commands of parts) {
          for (const step of commands) await model.run(step)
          await model.settle()
        }
        const expected = await expectRecords(database.pool, model.tenantId)
        const found = await actual(model.tenantId)
        for (const name of modelTables) {
          expect(Object.keys(found.records[name] ?? {}).sort()).toEqual(
            Object.keys(expected.records[name] ?? {}).sort(),
          )
          for (const [stId, row] of Object.entries(expected.records[name] ?? {})) {
            expect(found.records[name]?.[stId], `${name}/${stId}`).toMatchObject(row)
          }
        }
        expect(found.waiting.map(({ text }) => text).sort()).toEqual(expected.waiting)
        expect(found.waiting.filter(({ reason, is_due }) => reason !== 'reference' || is_due)).toEqual([])
        expect(model.copy).toEqual(found.all)
      },
    )
    await hold('histories of records', property, 50)
  } finally {
    await client.end()
  }
})
