import { describe, expect, it } from 'vitest'
import type { ResourceRecords } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { allParameters, idsOf, listAll, showable, sorted } from '../testing/records.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

const T = 1_001_001
const sandbox = createSandbox({ tenants: [{ tenantId: T, sizes: { jobs: 300, locations: 120 } }] })
const client = await connect(sandbox)
const all = <N extends ResourceName>(name: N): ResourceRecords[N][] =>
  showable(name, sandbox.records(T, name))

const [invoice] = all('invoices').filter(({ total, batch }) => Number(total) > 0 && batch)
const [payment] = all('payments').filter(({ appliedTo, deposit }) => appliedTo?.length && deposit)
const [estimate] = all('estimates').filter(({ soldBy }) => soldBy !== null)
const [employee] = all('employees').filter(({ email }) => email !== null)
const [campaign] = all('campaigns').filter(({ campaignPhoneNumbers }) => campaignPhoneNumbers?.length)
const [contact] = all('customer-contacts')
const [timesheet] = all('job-timesheets').filter(({ active }) => active)
const [split] = all('job-splits').filter(({ active }) => active)
const shift = all('technician-shifts')[50]
const appointment = all('non-job-appointments')[100]
const [membership] = all('memberships')
const timesOf = ({ dispatchedOn, arrivedOn, canceledOn, doneOn }: ResourceRecords['job-timesheets']) =>
  [dispatchedOn, arrivedOn, canceledOn, doneOn].filter((time) => time !== null)
const invoiceId = payment?.appliedTo?.[0]?.appliedTo

/** Tests that a filtered list has the same records as a scan of all records. */
const finds = <N extends ResourceName>(
  name: N,
  parameter: string,
  value: unknown,
  passes: (record: ResourceRecords[N]) => boolean,
) =>
  it(`of ${name} by ${parameter} finds the records of a full scan`, async () => {
    expect(value).toBeDefined()
    const found = await listAll(client, name, { ...allParameters(name), [parameter]: String(value) })
    const wanted = all(name).filter(passes)
    expect(wanted.length).toBeGreaterThan(0)
    expect(sorted(idsOf(found))).toEqual(sorted(idsOf(wanted)))
  })

describe('a filter', () => {
  finds('customers', 'name', 'a', ({ name }) => name.toLowerCase().includes('a'))
  finds('customers', 'state', 'ok', ({ address }) => address.state === 'OK')
  finds(
    'customer-contacts',
    'customerIds',
    contact?.customerId,
    ({ customerId }) => customerId === contact?.customerId,
  )
  finds('invoices', 'jobId', invoice?.job?.id, ({ job }) => job?.id === invoice?.job?.id)
  finds(
    'invoices',
    'customerId',
    invoice?.customer?.id,
    ({ customer }) => customer?.id === invoice?.customer?.id,
  )
  finds(
    'invoices',
    'number',
    invoice?.referenceNumber,
    (one) => one.referenceNumber === invoice?.referenceNumber,
  )
  finds('invoices', 'batchId', invoice?.batch?.id, ({ batch }) => batch?.id === invoice?.batch?.id)
  finds('invoices', 'statuses', 'posted,Exported', ({ syncStatus }) => syncStatus !== 'Pending')
  finds('invoices', 'totalGreater', 300, ({ total }) => Number(total) > 300)
  finds('invoices', 'totalLess', 300.5, ({ total }) => Number(total) < 300.5)
  finds('invoices', 'dueDateBefore', '2026-01-01', ({ dueDate }) => dueDate !== null && dueDate < '2026')
  finds('payments', 'appliedToInvoiceIds', invoiceId, ({ appliedTo }) =>
    Boolean(appliedTo?.some((part) => part.appliedTo === invoiceId)),
  )
  finds('payments', 'depositIds', payment?.deposit?.id, ({ deposit }) => deposit?.id === payment?.deposit?.id)
  finds('payments', 'paidOnAfter', '2026-01-01', ({ date }) => date !== null && date >= '2026')
  finds('estimates', 'jobId', estimate?.jobId, ({ jobId }) => jobId === estimate?.jobId)
  finds('estimates', 'soldById', estimate?.soldBy, ({ soldBy }) => soldBy === estimate?.soldBy)
  finds('estimates', 'status', 'dismissed', ({ status }) => status?.name === 'Dismissed')
  finds('employees', 'email', employee?.email, ({ email }) => email === employee?.email)
  finds('business-units', 'name', 'service', ({ name }) => name.includes('Service'))
  finds('job-types', 'minDuration', 9_000, ({ duration }) => duration >= 9_000)
  finds('job-types', 'maxDuration', 9_000, ({ duration }) => duration <= 9_000)
  finds('campaigns', 'campaignPhoneNumber', campaign?.campaignPhoneNumbers?.[0], ({ campaignPhoneNumbers }) =>
    Boolean(campaignPhoneNumbers?.includes(campaign?.campaignPhoneNumbers?.[0] ?? '')),
  )
  finds('job-timesheets', 'jobIds', `${timesheet?.jobId},5`, ({ jobId }) => jobId === timesheet?.jobId)
  finds(
    'job-timesheets',
    'technicianId',
    timesheet?.technicianId,
    ({ technicianId }) => technicianId === timesheet?.technicianId,
  )
  finds('job-timesheets', 'startedOn', '2026-01-01', (one) => timesOf(one).some((time) => time >= '2026'))
  finds('job-timesheets', 'endedOn', '2024-01-01', (one) => timesOf(one).some((time) => time < '2024'))
  finds('job-splits', 'jobIds', `5,${split?.jobId}`, ({ jobId }) => jobId === split?.jobId)
  finds('technician-shifts', 'shiftType', 'oncall', ({ shiftType }) => shiftType === 'OnCall')
  finds('technician-shifts', 'titleContains', 'vac', ({ title }) => title === 'Vacation')
  finds('technician-shifts', 'noteContains', 'thanks', ({ note }) => note === 'Thanksgiving')
  finds(
    'technician-shifts',
    'technicianId',
    shift?.technicianId,
    ({ technicianId }) => technicianId === shift?.technicianId,
  )
  finds('technician-shifts', 'endsOnOrBefore', shift?.end, ({ end }) => end <= (shift?.end ?? ''))
  finds(
    'non-job-appointments',
    'startsOnOrBefore',
    appointment?.start,
    ({ start }) => start <= (appointment?.start ?? ''),
  )
  finds('non-job-appointments', 'timesheetCodeId', 5_503, ({ name }) => name === 'Vehicle service')
  finds('non-job-appointments', 'activeOnly', 'true', ({ active }) => active)
  finds(
    'memberships',
    'customerIds',
    `${membership?.customerId},5`,
    ({ customerId }) => customerId === membership?.customerId,
  )
  finds('memberships', 'status', 'active', ({ status }) => status === 'Active')
  finds('memberships', 'duration', 12, ({ duration }) => duration === 12)

  it.each([
    ['invoices', 'statuses', 'Lost'],
    ['job-timesheets', 'startedOn', 'yesterday'],
    ['technician-shifts', 'shiftType', 'Night'],
    ['non-job-appointments', 'activeOnly', 'Any'],
    ['invoices', 'totalGreater', 'much'],
    ['invoices', 'activeState', 'Any'],
    ['teams', 'includeInactive', 'perhaps'],
  ] as const)('of %s refuses %s=%s', async (name, parameter, value) => {
    const { status, body } = await client.list(name, { [parameter]: value })
    expect([status, Object.keys(body.errors)]).toEqual([400, [parameter]])
  })

  it('is ignored if the list does not support it', async () => {
    for (const name of ['tag-types', 'zones', 'teams'] as const) {
      const { body } = await client.list(name, {
        ids: '1',
        includeTotal: true,
        active: 'Any',
        includeInactive: true,
      })
      expect(body.totalCount).toBe(sandbox.count(T, name))
    }
    const { body } = await client.list('payments', { active: 'Any', includeTotal: true })
    expect(body.totalCount).toBe(all('payments').filter(({ active }) => active).length)
  })
})
