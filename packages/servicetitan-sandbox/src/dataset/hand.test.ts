import { describe, expect, it } from 'vitest'
import { findOperation } from '../contract/index.ts'
import { resources } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { SANDBOX_TENANT_ID } from '../settings/options.ts'
import { connect } from '../testing/client.ts'
import { allParameters } from '../testing/records.ts'
import { byId } from '../testing/story.ts'
import { violations } from '../testing/validate.ts'
import { type ResourceName, resourceNames } from '../world/generated/resource-names.ts'

const T = SANDBOX_TENANT_ID
const sandbox = createSandbox({ dataset: 'hand' })
const client = await connect(sandbox)
const all = <N extends ResourceName>(name: N) => [...sandbox.records(T, name)]

const NUMBERS: Partial<Record<ResourceName, number>> = {
  'business-units': 2,
  'job-types': 3,
  campaigns: 2,
  technicians: 2,
  customers: 3,
  locations: 3,
  jobs: 8,
  appointments: 8,
  'appointment-assignments': 8,
  invoices: 5,
  payments: 3,
  estimates: 4,
}

describe.each(resourceNames)('%s of the hand data', (name) => {
  it('have the format of the contract in lists and exports, and are all there at once', async () => {
    const [list, exported] = [findOperation(name, 'list'), findOperation(name, 'export')]
    const listed = await client.list(name, { ...allParameters(name), includeTotal: true })
    if (list) expect(violations(list, listed.status, listed.body)).toEqual([])
    expect(listed.body.totalCount).toBe(NUMBERS[name] ?? 0)
    if (!exported) return
    const page = await client.export(name)
    expect(violations(exported, page.status, page.body)).toEqual([])
    expect(page.body.data).toHaveLength(NUMBERS[name] ?? 0)
    expect(page.body.hasMore).toBe(false)
  })
})

it.each(Object.keys(NUMBERS).filter((name) => resources[name as ResourceName].hasGetById))(
  '%s of the hand data can be requested by id and by time of modification',
  async (name) => {
    const resource = name as ResourceName
    for (const { id, modifiedOn } of all(resource)) {
      expect((await client.one(resource, Number(id))).status).toBe(200)
      const { body } = await client.list(resource, {
        ...allParameters(resource),
        modifiedOnOrAfter: modifiedOn,
      })
      expect(body.data.map((record: { id: number }) => record.id)).toContain(id)
    }
  },
)

it('every reference of the hand data resolves', () => {
  const [jobs, visits, invoices] = [byId(all('jobs')), byId(all('appointments')), byId(all('invoices'))]
  const [customers, locations] = [byId(all('customers')), byId(all('locations'))]
  const technicians = byId(all('technicians'))
  for (const job of jobs.values()) {
    expect(customers.has(job.customerId)).toBe(true)
    expect(locations.get(job.locationId)?.customerId).toBe(job.customerId)
    for (const visit of [job.firstAppointmentId, job.lastAppointmentId])
      expect(visit === 0 || visits.get(visit)?.jobId === job.id).toBe(true)
    expect(job.invoiceId === 0 || invoices.get(job.invoiceId)?.job?.id === job.id).toBe(true)
    expect(job.tagTypeIds).toEqual([])
  }
  for (const { jobId, appointmentId, technicianId } of all('appointment-assignments')) {
    expect(visits.get(appointmentId)?.jobId).toBe(jobId)
    expect(technicians.has(technicianId)).toBe(true)
  }
  for (const { appliedTo } of all('payments'))
    for (const part of appliedTo ?? []) expect(invoices.has(part.appliedTo)).toBe(true)
})

it('the hand data can be changed like any other', async () => {
  const { continueFrom: from } = await client.drain('jobs')
  sandbox.update(T, 'jobs', 7, { jobStatus: 'Canceled' })
  sandbox.clock.advance(15 * 60_000)
  // The clock has passed the end of the first token.
  const { records } = await (await connect(sandbox)).drain('jobs', { from })
  expect(records).toMatchObject([{ id: 7, jobStatus: 'Canceled' }])
})

it('the hand data cannot have sizes, and a dataset of another name is refused', () => {
  const tenants = [{ tenantId: T, sizes: { jobs: 3 } }]
  expect(() => createSandbox({ dataset: 'hand', tenants })).toThrow('`sizes`')
  expect(() => createSandbox({ dataset: 'other' as 'hand' })).toThrow('`dataset`')
})
