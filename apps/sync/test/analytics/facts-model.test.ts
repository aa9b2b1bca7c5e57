import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { holdFactsModel, id, maybe } from '../support/facts-model.ts'
import { type Command, pageOf } from '../support/model-commands.ts'

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
  'job_splits',
]
/** The others are in the model of labor. */
const absent = [
  'job_timesheets',
  'invoice_items',
  'technician_shifts',
  'non_job_appointments',
  'calls',
  'campaign_costs',
  'job_canceled_logs',
  'memberships',
]

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
const splits = pageOf(
  'job_splits',
  fc.record({
    jobId: maybe,
    technicianId: maybe,
    split: fc.constantFrom(50, 33.33, 0),
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
  { weight: 2, arbitrary: splits },
)
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('facts equal their sources after any history', () =>
  holdFactsModel(database, { name: 'histories of facts', tables, absent, page, histories: 20 }))
