import { type ContractWrite, matchWrite } from '../contract/index.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import type { SandboxOptions } from '../settings/options.ts'
import { connect, type TestClient } from './client.ts'
import { violations } from './validate.ts'

/** The tenant of tests of writes. */
export const TENANT = 1_001_001

const sizes = { jobs: 60, locations: 30, technicians: 6 }

/** Paths below the modules' bases of the tenant. */
export const crm = (path: string): string => `/crm/v2/tenant/${TENANT}/${path}`
export const jpm = (path: string): string => `/jpm/v2/tenant/${TENANT}/${path}`
export const dispatch = (path: string): string =>
  `/dispatch/v2/tenant/${TENANT}/appointment-assignments/${path}`

/** A small sandbox and a client of it. */
export const createWriting = async (
  options: SandboxOptions = {},
): Promise<{ sandbox: Sandbox; client: TestClient }> => {
  const sandbox = createSandbox({ tenants: [{ tenantId: TENANT, sizes }], ...options })
  return { sandbox, client: await connect(sandbox) }
}

const writeOf = (method: string, path: string): ContractWrite => {
  const found = matchWrite(method, path)
  if (!found) throw new Error(`The contract has no ${method} ${path}`)
  return found.write
}

/** The violations of the contract by the response of a write; an undocumented status is one. */
export const writeViolations = (
  [method, path]: readonly [string, string],
  { status, body, text }: { status: number; body: unknown; text: string },
): string[] => {
  const write = writeOf(method, path)
  const schema = write.responses[status]
  if (schema === undefined) return [`undocumented status ${status}`]
  if (schema === null) return text === '' ? [] : ['a body where the contract has none']
  return violations(write, status, body)
}

export const ADDRESS = {
  street: '1184 Kestrel Hollow Rd',
  unit: null,
  city: 'Tulsa',
  state: 'OK',
  zip: '74105',
  country: 'USA',
}

/** The first record that matches. */
export const first = <R>(records: Iterable<R>, matches: (record: R) => boolean = () => true): R => {
  for (const record of records) if (matches(record)) return record
  throw new Error('No record matches')
}

/** The body of a new job of an active customer, with one appointment. */
export const newJob = (sandbox: Sandbox, fields: object = {}) => {
  const isActiveCustomer = (id: unknown): boolean =>
    sandbox.record(TENANT, 'customers', Number(id))?.active === true
  const location = first(
    sandbox.records(TENANT, 'locations'),
    ({ active, customerId }) => active && isActiveCustomer(customerId),
  )
  const idOf = (name: 'business-units' | 'job-types' | 'campaigns') => first(sandbox.records(TENANT, name)).id
  return {
    customerId: location.customerId,
    locationId: location.id,
    businessUnitId: idOf('business-units'),
    jobTypeId: idOf('job-types'),
    campaignId: idOf('campaigns'),
    priority: 'Normal',
    appointments: [{ start: '2026-06-20T14:00:00Z', end: '2026-06-20T16:00:00Z' }],
    ...fields,
  }
}

/** The ids of active technicians. */
export const technicianIds = (sandbox: Sandbox): number[] =>
  [...sandbox.records(TENANT, 'technicians')].filter(({ active }) => active).map(({ id }) => Number(id))
