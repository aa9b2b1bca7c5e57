import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hold, seed } from '../support/effort.ts'
import { type ModelTable, modelTables } from '../support/expected-records.ts'
import { openModel } from '../support/records-model.ts'
import { connect } from '../support/tenant.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = await connect(database.url)
})
afterAll(async () => {
  await client.end()
  await database.close()
})

interface Page {
  readonly table: ModelTable
  readonly id: number
}

/** One page per record, which refers to records of other pages. */
const pages: readonly Page[] = modelTables.flatMap((table) => [1, 2].map((id) => ({ table, id })))

const fieldsOf = ({ table, id }: Page) => ({
  name: `${table} ${id}`,
  active: true,
  customerId: 1,
  locationId: 2,
  jobId: id,
  appointmentId: id,
  technicianId: 3 - id,
  soldById: 1,
  recallForId: 3 - id,
  mergedToId: id === 1 ? 2 : null,
  tagTypeIds: [1, 2, 3],
  start: '2026-01-05T08:00:00Z',
  end: '2026-01-05T10:00:00Z',
  status: 'Scheduled',
  jobStatus: 'Scheduled',
})

/**
 * The records of a tenant, and what they wait for; ids are replaced by those of ServiceTitan, which tenants
 * share.
 */
async function readRecords(tenantId: string): Promise<unknown> {
  const found: Record<string, unknown> = {}
  for (const name of [...modelTables.map((table) => `lazi.${table}`), 'sync.waiting']) {
    const { rows } = await client.query<{ text: string }>(
      `SELECT (to_jsonb(stored) - '{tenant_id, id, version, updated_at, st_modified_on, since}'::text[])::text AS text
         FROM ${name} AS stored WHERE tenant_id = $1 ORDER BY 1`,
      [tenantId],
    )
    found[name] = rows.map(({ text }) =>
      text.replaceAll(
        /"([0-9a-f]{8})-([0-9a-f]{4})-8([0-9a-f]{3})-[0-9a-f]{4}-[0-9a-f]{12}"/g,
        (_, a, b, c) => String(BigInt(`0x${a}${b}${c}`)),
      ),
    )
  }
  return found
}

/** Writes pages in this order, with a step of the projection after those with a number of `steps`. */
async function project(order: readonly number[], steps: readonly number[]): Promise<unknown> {
  const model = await openModel(database, client)
  await model.settle()
  for (const number of order) {
    const { table, id } = pages[number] as Page
    await model.run({ do: 'page', table, records: [{ id, fields: fieldsOf({ table, id }) }] })
    if (steps.includes(number)) await model.run({ do: 'step' })
  }
  await model.settle()
  return readRecords(model.tenantId)
}

test('any order of the same changes, with steps anywhere between them, ends in the same records', async () => {
  const numbers = [...pages.keys()]
  const expected = await project(numbers, [])
  expect({ seed, waiting: Object(expected)['sync.waiting'].length }).toEqual({ seed, waiting: 6 })
  const property = fc.asyncProperty(
    fc.shuffledSubarray(numbers, { minLength: numbers.length }),
    fc.subarray(numbers),
    async (order, steps) => {
      expect(await project(order, steps)).toEqual(expected)
    },
  )
  await hold('orders of changes that are projected', property, 8)
})
