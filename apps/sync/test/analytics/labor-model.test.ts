import { createTestDatabase, type TestDatabase } from 'db-migrations/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { holdFactsModel, id, maybe } from '../support/facts-model.ts'
import { pageOf } from '../support/model-commands.ts'

const time = fc.constantFrom('2026-11-01T05:30:00Z', '2026-11-01T09:30:00Z', '2026-11-02T05:59:00Z', null)
const active = fc.boolean()

/** Random members of a record, besides its id and times, by table. */
const members: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<unknown>>>>> = {
  technicians: { name: fc.constantFrom('a', 'b') },
  jobs: {
    jobStatus: fc.constantFrom('Completed', 'Canceled'),
    businessUnitId: maybe,
    completedOn: time,
  },
  appointments: { jobId: maybe, start: time, arrivalWindowEnd: time, status: fc.constant('Done'), active },
  appointment_assignments: { appointmentId: maybe, jobId: maybe, technicianId: maybe, active },
  business_units: { name: fc.constantFrom('a', 'b') },
  invoices: { job: fc.option(id.map((job) => ({ id: job }))), active },
  job_timesheets: {
    jobId: maybe,
    appointmentId: maybe,
    technicianId: maybe,
    arrivedOn: time,
    doneOn: time,
    canceledOn: fc.option(fc.constant('2026-11-01T06:00:00Z'), { nil: null, freq: 3 }),
    active,
  },
  job_splits: { jobId: maybe, technicianId: maybe, split: fc.constantFrom(50, 33.33, 0), active },
  technician_shifts: {
    technicianId: maybe,
    shiftType: fc.constantFrom('Normal', 'Normal', 'TimeOff', 'OnCall'),
    start: time,
    end: fc.constantFrom('2026-11-01T08:00:00Z', '2026-11-02T14:00:00Z', '2027-11-01T00:00:00Z', null),
    active,
  },
  non_job_appointments: {
    technicianId: maybe,
    start: time,
    duration: fc.constantFrom('01:00:00', '1.02:30:00', '00:30:00.5000000', 'PT1H', '99:99:99', ''),
    allDay: fc.boolean(),
    active,
  },
  calls: {
    direction: fc.constantFrom('Inbound', 'Outbound'),
    type: fc.constantFrom('Booked', 'Unbooked', 'Word of tomorrow', null),
    campaign: fc.option(id.map((campaign) => ({ id: campaign }))),
    active,
  },
  job_canceled_logs: { jobId: maybe, reasonId: maybe, active },
  invoice_items: {
    invoiceId: maybe,
    soldHours: fc.constantFrom(0, 1.25, null),
    quantity: fc.constantFrom('1', '-2.5', null),
    active,
  },
  campaign_costs: {
    campaignId: maybe,
    year: fc.constantFrom(2026, 2024, 0, 9_999),
    month: fc.constantFrom(2, 11, 0, 13),
    dailyCost: fc.constantFrom(0, 9.99),
  },
  memberships: { customerId: maybe, status: fc.constantFrom('Active', 'Expired'), active },
  membership_status_changes: {
    // A change of the status stays that of its membership: the record has no time of a modification.
    membershipId: fc.constant(1),
    oldStatus: fc.constantFrom('Active', 'Suspended'),
    newStatus: fc.constantFrom('Active', 'Expired'),
  },
}

const pages = Object.entries(members).map(([table, fields]) => pageOf(table, fc.record(fields)))

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('facts of time, calls, costs and memberships equal their sources after any history', () =>
  holdFactsModel(database, {
    name: 'histories of labor',
    tables: Object.keys(members),
    // The other facts are in their own model.
    absent: ['estimates', 'payments'],
    page: fc.oneof(...pages),
    histories: 15,
  }))
