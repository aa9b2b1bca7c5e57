import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import type pg from 'pg'
import { mergeCached, type SyncedTable, syncedTables } from 'records/synced'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { projectRows } from '../../src/projector/project-rows.ts'
import { hold } from '../support/effort.ts'
import { modelTables } from '../support/expected-records.ts'
import { type Model, openModel } from '../support/records-model.ts'
import { connect } from '../support/tenant.ts'

// Records that people did not change are projected by SQL, the others merged in TypeScript. Of a record that was
// not changed, both must make the same of any version, or its fields would change when somebody edits one of them.

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

const odd = fc.constantFrom<unknown>(null, undefined, 1, 'a', ' a ', '', true, [], {})
/** Mostly values of the right kind. */
const mostly = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: odd })

const word = mostly(fc.constantFrom('Ada', 'ada', ' Ada', 'Ada ', '<p>Ada</p>', 'Ada &amp; Ben', ''))
const flag = mostly(fc.boolean())
const amount = mostly(fc.constantFrom(0, 12.5, -3.1, 1e15, 0.1))
const id = mostly(fc.integer({ min: 1, max: 4 }))
const ids = mostly(fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }))
const place = mostly(fc.constantFrom(0, -0, 36.153982, 91, 1e-5))
const customFields = mostly(
  fc.array(
    fc.record(
      { typeId: fc.constantFrom(7, 8, null), name: word, value: mostly(fc.constantFrom('x', '', null)) },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  ),
)
const address = mostly(
  fc.record(
    {
      street: word,
      unit: word,
      city: word,
      state: word,
      zip: word,
      country: word,
      latitude: place,
      longitude: place,
    },
    { requiredKeys: [] },
  ),
)

const instant = mostly(
  fc.constantFrom('2026-07-01T10:00:00Z', '2026-07-01T10:00:00.0000001Z', '2026-07-01T12:00:00+00:00'),
)
const contact = {
  active: flag,
  type: mostly(fc.constantFrom('Phone', 'MobilePhone', 'Email', 'Fax', 'Word of tomorrow')),
  value: word,
  memo: word,
  preferences: mostly(fc.record({ textsAllowed: flag })),
}

/** Random versions of each table. */
const versions: Readonly<Record<string, fc.Arbitrary<object>>> = {
  customers: fc.record(
    {
      active: flag,
      name: word,
      type: mostly(fc.constantFrom('Residential', 'Commercial', 'Word of tomorrow')),
      address,
      customFields,
      balance: amount,
      taxExempt: flag,
      tagTypeIds: ids,
      doNotMail: flag,
      doNotService: flag,
      nationalAccount: flag,
      mergedToId: id,
      paymentTermId: id,
      creditLimit: amount,
      creditLimitBalance: amount,
    },
    { requiredKeys: [] },
  ),
  locations: fc.record(
    {
      active: flag,
      name: word,
      customerId: id,
      address,
      customFields,
      taxExempt: flag,
      tagTypeIds: ids,
      zoneId: id,
      taxZoneId: id,
      mergedToId: id,
    },
    { requiredKeys: [] },
  ),
  customer_contacts: fc.record({ ...contact, customerId: id }, { requiredKeys: [] }),
  location_contacts: fc.record({ ...contact, locationId: id }, { requiredKeys: [] }),
  jobs: fc.record(
    {
      active: flag,
      jobNumber: word,
      customerId: id,
      locationId: id,
      jobStatus: mostly(fc.constantFrom('Scheduled', 'Canceled', 'Word of tomorrow')),
      priority: mostly(fc.constantFrom('Low', 'Urgent')),
      summary: word,
      customerPo: word,
      soldById: id,
      noCharge: flag,
      total: amount,
      completedOn: instant,
      recallForId: id,
      warrantyId: id,
      tagTypeIds: ids,
      customFields,
    },
    { requiredKeys: [] },
  ),
  appointments: fc.record(
    {
      active: flag,
      jobId: id,
      appointmentNumber: word,
      start: instant,
      end: instant,
      arrivalWindowStart: instant,
      arrivalWindowEnd: instant,
      status: mostly(fc.constantFrom('Scheduled', 'Canceled', 'Hold', 'Word of tomorrow')),
      specialInstructions: word,
      isConfirmed: flag,
      unused: flag,
    },
    { requiredKeys: [] },
  ),
  appointment_assignments: fc.record(
    {
      active: flag,
      appointmentId: id,
      jobId: id,
      technicianId: id,
      status: word,
      isPaused: flag,
      assignedOn: instant,
    },
    { requiredKeys: [] },
  ),
}

interface Made {
  readonly row: object
  readonly changed: readonly string[]
}

/** What a way makes of the version in the cache; it is taken back. */
async function madeBy(
  model: Model,
  { record }: SyncedTable,
  way: () => Promise<readonly string[]>,
): Promise<Made> {
  await client.query('BEGIN')
  try {
    const changed = await way()
    const { rows } = await client.query<{ row: object }>(
      `SELECT to_jsonb(stored) AS row FROM lazi.${record.name} AS stored WHERE tenant_id = $1 AND st_id = 1`,
      [model.tenantId],
    )
    const [made] = rows
    if (made === undefined) throw new Error('Expected the record')
    const { rows: rest } = await client.query(
      `SELECT (SELECT count(*) FROM sync.outbox WHERE tenant_id = $1) +
              (SELECT count(*) FROM sync.conflicts WHERE tenant_id = $1) AS rest`,
      [model.tenantId],
    )
    expect(rest).toEqual([{ rest: '0' }])
    return { row: made.row, changed: [...changed].sort() }
  } finally {
    await client.query('ROLLBACK')
  }
}

test.each(syncedTables.map((table) => [table.record.name, table] as const))(
  'a version of %s is merged as it is projected, while people have not changed the record',
  async (name, table) => {
    const arbitrary = versions[name]
    if (arbitrary === undefined) throw new Error(`Say which versions ${name} may have.`)
    const model = await openModel(database, client, {
      tables: [...modelTables, 'customer_contacts', 'location_contacts'],
      followers: ['records'],
    })
    const now = new Date('2026-07-01T00:00:00Z')
    const page = (fields: object) => model.run({ do: 'page', table: name, records: [{ id: 1, fields }] })
    // What it refers to exists in part.
    for (const [other, fields] of [
      ['tag_types', { name: 'a' }],
      ['customers', { name: 'b', active: true }],
    ] as const)
      await model.run({ do: 'page', table: other, records: [1, 2, 3].map((id) => ({ id, fields })) })
    await model.settle()

    const property = fc.asyncProperty(arbitrary, arbitrary, async (first, second) => {
      await page(first)
      await model.settle()
      await page(second)
      const { tenantId } = model
      const { rows } = await client.query<{ id: string }>(
        `SELECT id::text FROM lazi.${name} WHERE tenant_id = $1 AND st_id = 1`,
        [tenantId],
      )
      const projected = await madeBy(model, table, async () => {
        const { changes, refused } = await projectRows({ client, tenantId, now }, table.record, ['1'])
        expect(refused).toEqual([])
        return changes.flatMap((list) =>
          (JSON.parse(list) as { readonly changed_paths: string[] }[]).flatMap((one) => one.changed_paths),
        )
      })
      const merged = await madeBy(model, table, async () => {
        const of = { client, tenantId, now }
        const made = await mergeCached(of, table, String(rows[0]?.id), {
          kind: 'version',
          endsAttempt: false,
        })
        return made?.changed ?? []
      })
      expect(merged).toEqual(projected)
      await model.settle()
    })
    await hold(`versions of ${name}`, property, 60)
  },
)
