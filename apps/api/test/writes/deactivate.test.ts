import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiClient, ApiError, createClient } from '../../client/index.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'

// An inactive customer or location has no open job, and a location no job of another customer, whatever happens at the
// same time.

let server: ApiServer
let office: ApiClient
let ids: WorldIds
beforeAll(async () => {
  server = await startApiServer({ poolSize: 8 })
  await insertWorld(server.database.pool, '1')
  await setDomains(server.database.pool, '1')
  ids = await worldIds(server.database.pool, '1')
  const { key } = await server.createPerson('1', 'office', 'Olga')
  office = createClient({ url: server.url, key })
})
afterAll(() => server.close())

const status = (code: number, problem: object = {}) =>
  expect.objectContaining({ name: 'ApiError', status: code, problem: expect.objectContaining(problem) })
const openJobs = (text: string) =>
  status(409, { detail: expect.stringContaining(`open jobs, so it stays active: ${text}`) })

let day = 0
/** A job on a day of its own. */
function newJob(customerId: string, locationId: string) {
  const date = new Date(Date.UTC(2027, 0, ++day)).toISOString().slice(0, 10)
  return office.create('jobs', {
    customerId,
    locationId,
    businessUnitId: ids.unit,
    jobTypeId: ids.jobType,
    appointments: [{ startsAt: `${date}T14:00:00Z`, endsAt: `${date}T16:00:00Z` }],
  })
}

async function newCustomer() {
  const customer = await office.create('customers', { name: 'Ivy' })
  const location = await office.create('locations', { customerId: customer.id, name: 'Ivy Home' })
  return { customer, location }
}

const reason = () => ({ reasonId: ids.cancelReason, memo: 'Moved' })

test.each(['customers', 'locations'] as const)(
  '%s with open jobs are not deactivated, and inactive ones get none',
  async (resource) => {
    const { customer, location } = await newCustomer()
    const record = resource === 'customers' ? customer : location
    const deactivate = async () =>
      office.change(resource, await office.get(resource, record.id), { active: false })
    const first = await newJob(customer.id, location.id)
    const second = await newJob(customer.id, location.id)
    await expect(deactivate()).rejects.toEqual(openJobs(`${second.number}, ${first.number}. Complete`))
    // Other fields can be changed meanwhile, and a value that it has already is no change.
    await office.change(resource, await office.get(resource, record.id), { name: 'Ivy B.', active: true })
    const canceled = await office.act('jobs', first, 'cancel', reason())
    await expect(deactivate()).rejects.toEqual(openJobs(`${second.number}. Complete`))
    await office.act('jobs', second, 'cancel', reason())
    const inactive = await deactivate()
    expect(inactive.active).toBe(false)
    const field = resource === 'customers' ? 'customerId' : 'locationId'
    await expect(newJob(customer.id, location.id)).rejects.toEqual(
      status(400, { errors: [expect.objectContaining({ path: `body.${field}` })] }),
    )
    const restore = () => office.act('jobs', canceled, 'restore')
    await expect(restore()).rejects.toEqual(
      status(409, { detail: expect.stringContaining('of the job is not active: activate it first') }),
    )
    await office.change(resource, inactive, { active: true })
    expect(await restore()).toMatchObject({ status: 'Scheduled' })
  },
)

test('a completed job of an inactive customer is not reopened', async () => {
  const { customer, location } = await newCustomer()
  const job = await newJob(customer.id, location.id)
  const { data } = await office.list('appointments', { jobId: job.id })
  await office.act('appointments', data[0] as { id: string; version: number }, 'start')
  const completed = await office.act('jobs', await office.get('jobs', job.id), 'complete')
  const inactive = await office.change('customers', customer, { active: false })
  await expect(office.act('jobs', completed, 'reopen')).rejects.toEqual(status(409))
  await office.change('customers', inactive, { active: true })
  expect(await office.act('jobs', completed, 'reopen')).toMatchObject({ status: 'InProgress' })
})

test('of many open jobs five are named; one of ServiceTitan counts, whatever its status', async () => {
  const { customer, location } = await newCustomer()
  const jobs = []
  for (let n = 0; n < 6; n++) jobs.push(await newJob(customer.id, location.id))
  const newest = jobs.slice(1).toReversed()
  await expect(office.change('customers', customer, { active: false })).rejects.toEqual(
    openJobs(`${newest.map(({ number }) => number).join(', ')} and 1 more.`),
  )
  await server.database.pool.query(
    `UPDATE lazi.jobs SET status = 'Waiting' WHERE tenant_id = 1 AND st_id = 110`,
  )
  const bo = await office.get('customers', ids.bo)
  await expect(office.change('customers', bo, { active: false })).rejects.toEqual(openJobs('J-110.'))
})

test('a location with jobs of its customer is not given to another one', async () => {
  const { customer, location } = await newCustomer()
  const give = async () =>
    office.change('locations', await office.get('locations', location.id), { customerId: ids.bo })
  const job = await newJob(customer.id, location.id)
  const canceled = await office.act('jobs', job, 'cancel', reason())
  const ofAnother = status(409, { detail: expect.stringContaining(`of another customer: ${job.number}.`) })
  await expect(give()).rejects.toEqual(ofAnother)
  // The customer that it has already is no change.
  await office.change('locations', location, { customerId: customer.id, name: 'Ivy Cabin' })
  const other = await office.create('locations', { customerId: customer.id, name: 'Ivy Shed' })
  await office.change('jobs', canceled, { locationId: other.id })
  expect(await give()).toMatchObject({ customerId: ids.bo })
})

type Made = Awaited<ReturnType<typeof newCustomer>>

test.each<[string, (made: Made) => Promise<unknown>]>([
  ['a customer is deactivated', ({ customer }) => office.change('customers', customer, { active: false })],
  [
    'a location is given away',
    ({ location }) => office.change('locations', location, { customerId: ids.bo }),
  ],
])('%s while a job is created: one of both is refused', async (_, change) => {
  const isMade = async (sent: Promise<unknown>) => {
    try {
      await sent
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 400)) throw error
      return false
    }
  }
  for (let n = 0; n < 20; n++) {
    const made = await newCustomer()
    const create = () => isMade(newJob(made.customer.id, made.location.id))
    const both = n % 2 === 0 ? [isMade(change(made)), create()] : [create(), isMade(change(made))]
    expect((await Promise.all(both)).toSorted()).toEqual([false, true])
  }
  const { rows } = await server.database.pool.query(
    `SELECT job.number FROM lazi.jobs AS job
       JOIN lazi.customers AS customer ON customer.tenant_id = job.tenant_id AND customer.id = job.customer_id
       JOIN lazi.locations AS location ON location.tenant_id = job.tenant_id AND location.id = job.location_id
      WHERE job.tenant_id = 1 AND job.source = 'lazi'
        AND (location.customer_id <> customer.id OR NOT customer.active AND job.status NOT IN ('Completed', 'Canceled'))`,
  )
  expect(rows).toEqual([])
})
