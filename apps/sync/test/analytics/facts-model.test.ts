import { facts } from 'analytics'
import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkFacts } from '../../src/analytics/check-facts.ts'
import { hold } from '../support/effort.ts'
import { type Command, pageOf } from '../support/model-commands.ts'
import { openModel } from '../support/records-model.ts'
import { connect } from '../support/tenant.ts'

// Random pages of the cache in any order, kills, rebuilds, lost parts of both feeds and changed time zones. At the end
// every fact is what its source makes of the records: parents that arrive last included.

const tables = [
  'business_units',
  'job_types',
  'technicians',
  'jobs',
  'appointments',
  'appointment_assignments',
  'invoices',
  'payments',
  'estimates',
]

const id = fc.integer({ min: 1, max: 4 })
const maybe = fc.option(id, { nil: null })
const amount = fc.constantFrom('0.00', '99.99', '100.00', '-12.50', null)
const time = fc.constantFrom('2026-11-01T05:30:00Z', '2026-11-01T00:00:00Z', '2026-03-08T07:59:00Z', null)
const item = fc.record({
  id,
  total: amount,
  generalLedgerAccount: fc.constantFrom({ type: 'Income' }, { type: 'Liability' }, null),
})

const jobs = pageOf(
  'jobs',
  fc.record({
    jobStatus: fc.constantFrom('Scheduled', 'Completed', 'Canceled', 'Word of tomorrow'),
    businessUnitId: maybe,
    jobTypeId: maybe,
    completedOn: time,
    noCharge: fc.boolean(),
    recallForId: maybe,
  }),
)
const invoices = pageOf(
  'invoices',
  fc.record({
    // Mostly of a job, so that invoices move from one job to another.
    job: fc.option(
      id.map((job) => ({ id: job })),
      { nil: null, freq: 8 },
    ),
    invoiceDate: time,
    subTotal: amount,
    total: amount,
    balance: amount,
    adjustmentToId: fc.option(id, { nil: null, freq: 1 }),
    items: fc.array(item, { maxLength: 3 }),
    active: fc.boolean(),
  }),
)
const appointments = pageOf(
  'appointments',
  fc.record({
    jobId: maybe,
    start: time,
    end: fc.constantFrom('2026-11-01T09:30:00Z', '2026-11-03T00:00:00Z', null),
    status: fc.constantFrom('Scheduled', 'Done', 'Canceled'),
    active: fc.boolean(),
  }),
)
const assignments = pageOf(
  'appointment_assignments',
  fc.record({
    appointmentId: maybe,
    jobId: maybe,
    technicianId: maybe,
    status: fc.constantFrom('Scheduled', 'Done'),
    active: fc.boolean(),
  }),
)
const payments = pageOf(
  'payments',
  fc.record({
    date: time,
    appliedTo: fc.array(fc.record({ appliedTo: id, appliedAmount: amount, appliedOn: time }), {
      maxLength: 3,
    }),
    active: fc.boolean(),
  }),
)
const estimates = pageOf(
  'estimates',
  fc.record({
    jobId: maybe,
    status: fc.record({ name: fc.constantFrom('Open', 'Sold', 'Dismissed') }),
    soldOn: time,
    soldBy: maybe,
    subtotal: fc.constantFrom(0, 99.99, 100),
    active: fc.boolean(),
  }),
)
const page: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 1,
    arbitrary: pageOf('business_units', fc.record({ name: fc.constantFrom('a', 'b'), active: fc.boolean() })),
  },
  {
    weight: 1,
    arbitrary: pageOf(
      'job_types',
      fc.record({ name: fc.constantFrom('a', 'b'), soldThreshold: fc.constantFrom(0, 50, 100, null) }),
    ),
  },
  { weight: 2, arbitrary: pageOf('technicians', fc.record({ name: fc.constantFrom('a', 'b') })) },
  { weight: 4, arbitrary: jobs },
  { weight: 6, arbitrary: invoices },
  { weight: 4, arbitrary: appointments },
  { weight: 4, arbitrary: assignments },
  { weight: 2, arbitrary: payments },
  { weight: 4, arbitrary: estimates },
)
const name = fc.constantFrom('records' as const, 'analytics' as const)
const followed: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: page },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('step' as const), follower: name }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('kill' as const),
      afterStatements: fc.integer({ min: 1, max: 20 }),
      follower: name,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('tombstone' as const),
      table: fc.constantFrom(...tables),
      ids: fc.array(id, { maxLength: 2 }),
    }),
  },
)
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 12, arbitrary: followed },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('complete' as const), table: fc.constantFrom(...tables) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'rebuild' } as const) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('trim' as const), follower: name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('zone' as const),
      timeZone: fc.constantFrom('America/Chicago', 'Pacific/Kiritimati'),
    }),
  },
)

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('facts equal their sources after any history', async () => {
  const client = await connect(database.url)
  const compared = new Map<string, number>()
  try {
    const property = fc.asyncProperty(
      fc.array(command, { minLength: 20, maxLength: 50 }),
      // Once all facts follow the feed, every change must arrive by it: no later rebuild repairs a lost one.
      fc.array(followed, { minLength: 20, maxLength: 50 }),
      async (...parts) => {
        const model = await openModel(database, client, { tables, followers: ['records', 'analytics'] })
        for (const commands of parts) {
          for (const step of commands) await model.run(step)
          await model.settle()
        }
        const { rows } = await client.query(
          `SELECT ready, follower.seq = position.last_seq AS "isAtEnd"
             FROM sync.followers AS follower JOIN lazi.change_positions AS position USING (tenant_id)
            WHERE tenant_id = $1 AND name = 'analytics'`,
          [model.tenantId],
        )
        expect(rows).toEqual([{ ready: facts.map(({ name }) => name), isAtEnd: true }])
        const found = await checkFacts(client, model.tenantId)
        expect(found.map(({ rows: _, ...differences }) => differences)).toEqual(
          facts.map((fact) => ({ fact: fact.name, absent: 0, differing: 0, extra: 0, refused: 0 })),
        )
        for (const { fact, rows: count } of found) compared.set(fact, (compared.get(fact) ?? 0) + count)
      },
    )
    await hold('histories of facts', property, 25)
    for (const { name: fact } of facts) expect(compared.get(fact), fact).toBeGreaterThan(0)
  } finally {
    await client.end()
  }
})
