import { describe, expect, it } from 'vitest'
import { findOperation, operations } from '../contract/index.ts'
import { resources } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { connect, pathOf } from '../testing/client.ts'
import {
  allParameters,
  exportedNames,
  listedNames,
  requiredParameters,
  showable,
} from '../testing/records.ts'
import { violations } from '../testing/validate.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { resourceNames } from '../world/generated/resource-names.ts'

const sandbox = createSandbox({ tenants: [{ tenantId: 1_001_001, sizes: { jobs: 400, locations: 150 } }] })
const client = await connect(sandbox)

const operationOf = (resource: ResourceName, kind: 'list' | 'get' | 'export') => {
  const operation = findOperation(resource, kind)
  if (!operation) throw new Error(`No ${kind} of ${resource}`)
  return operation
}

describe.each(listedNames)('%s', (name) => {
  it('lists in the format of the contract, with and without a total', async () => {
    const operation = operationOf(name, 'list')
    const plain = await client.list(name, requiredParameters(name))
    expect(violations(operation, plain.status, plain.body)).toEqual([])
    expect(plain.body).toMatchObject({ page: 1, pageSize: 50, totalCount: null })
    expect(Object.keys(plain.body)).toContain('totalCount')

    const counted = await client.list(name, { includeTotal: true, pageSize: 5000, ...allParameters(name) })
    expect(violations(operation, counted.status, counted.body)).toEqual([])
    expect(counted.body.totalCount).toBe(showable(name, sandbox.records(1_001_001, name)).length)
    expect(counted.body.totalCount).toBeGreaterThan(0)
    expect(counted.body.data).toHaveLength(Math.min(5_000, counted.body.totalCount))
  })
})

describe.each(exportedNames)('the export of %s', (name) => {
  it('has the format of the contract', async () => {
    const { status, body } = await client.export(name)
    expect(violations(operationOf(name, 'export'), status, body)).toEqual([])
    expect(body.data.length).toBeGreaterThan(0)
  })
})

describe.each(resourceNames.filter((name) => resources[name].hasGetById))('%s by id', (name) => {
  it('gets one record in the format of the contract, without an envelope', async () => {
    const [first] = (await client.list(name)).body.data
    const { status, body } = await client.one(name, first.id)
    expect(violations(operationOf(name, 'get'), status, body)).toEqual([])
    const missing = Object.fromEntries(resources[name].missingInGet.map((field) => [field, undefined]))
    expect(body).toEqual({ ...first, ...missing })
  })

  it('responds to an unknown id with 404 and to an invalid one with 400', async () => {
    const operation = operationOf(name, 'get')
    const unknown = await client.one(name, 5)
    expect(unknown.status).toBe(404)
    // Campaigns and estimates document no 404, but all errors have one schema.
    const documented = operation.responses[404] === undefined ? 400 : 404
    expect(violations(operation, documented, unknown.body)).toEqual([])
    const bad = await client.one(name, 'abc')
    expect(bad.status).toBe(400)
    expect(violations(operation, 400, bad.body)).toEqual([])
  })
})

describe.each(resourceNames)('%s', (name) => {
  const { hasList, hasExport } = resources[name]

  it('reports a wrong parameter in the format of the contract', async () => {
    if (hasList) {
      const list = await client.list(name, { page: 'first' })
      expect(list.status).toBe(400)
      expect(violations(operationOf(name, 'list'), 400, list.body)).toEqual([])
    }
    if (!hasExport) return
    const exported = await client.export(name, { from: 'no-token' })
    expect(exported.status).toBe(400)
    expect(violations(operationOf(name, 'export'), 400, exported.body)).toEqual([])
  })

  it('includes every key, also those with null', async () => {
    const all = { ...allParameters(name), pageSize: 200 }
    const { body } = hasList ? await client.list(name, all) : await client.export(name)
    const keys = new Set(body.data.map((record: object) => Object.keys(record).toSorted().join()))
    expect(keys.size).toBe(1)
  })
})

it('the validation detects a wrong response', async () => {
  const { body } = await client.export('jobs')
  body.data[0].id = '7'
  expect(violations(operationOf('jobs', 'export'), 200, body)).toEqual(['/data/0/id must be integer'])
})

it.each(['jobs', 'customer-contacts', 'location-contacts', 'job-splits'] as const)(
  'only the export has `active` on %s',
  async (name) => {
    const exported = await client.export(name)
    expect(exported.body.data[0]).toHaveProperty('active')
    const listed = await client.list(name, requiredParameters(name))
    expect(listed.body.data[0]).not.toHaveProperty('active')
  },
)

it('invoices and payments have amounts and the type of a payment as texts', async () => {
  const [invoice] = (await client.export('invoices')).body.data
  const [payment] = (await client.export('payments')).body.data
  const amount = /^-?\d+\.\d\d$/
  for (const text of [invoice.subTotal, invoice.salesTax, invoice.total, invoice.balance, payment.total])
    expect(text).toMatch(amount)
  expect(payment.typeId).toMatch(/^\d+$/)
})

it('the lists of contacts require a range or the ids of owners', async () => {
  for (const name of ['customer-contacts', 'location-contacts'] as const) {
    const refused = await client.list(name, { modifiedBefore: '2026-01-01' })
    expect(refused.status).toBe(400)
    expect(violations(operationOf(name, 'list'), 400, refused.body)).toEqual([])
    const [contact] = sandbox.records(1_001_001, name)
    const owner = Object(contact)[name === 'customer-contacts' ? 'customerId' : 'locationId']
    const parameter = name === 'customer-contacts' ? 'customerIds' : 'locationIds'
    const found = await client.list(name, { [parameter]: `${owner},5` })
    expect(found.status).toBe(200)
  }
})

it('every response has the time of the sandbox in `Date`, including refusals and faults', async () => {
  const timed = createSandbox({ faults: [{ path: '*/locations', status: 503 }] })
  const own = await connect(timed)
  timed.clock.advance(90_500)
  for (const name of ['jobs', 'locations'] as const) {
    expect((await own.list(name)).headers.get('date')).toBe('Thu, 18 Jun 2026 15:01:30 GMT')
  }
  await using server = await timed.listen()
  const { headers } = await fetch(server.url)
  expect(headers.get('date')).toBe('Thu, 18 Jun 2026 15:01:30 GMT')
})

it('some decimals have trailing zeros', async () => {
  const { text } = await client.export('jobs')
  expect(text).toMatch(/"total":\d+\.\d{2}0{8}[,}]/)
  expect(text).toMatch(/"total":\d+\.\d{1,2}[,}]/)
})

it('the response to an unknown path is that of the gateway', async () => {
  const paths = [
    '/jpm/v2/tenant/1001001/invoices',
    '/dispatch/v2/tenant/1001001/export/zones',
    '/accounting/v2/tenant/1001001/invoices/91000001',
    '/crm/v2/tenant/1001001/jobs',
    `${pathOf('appointment-assignments', 'list')}/71000001`,
  ]
  for (const path of paths) {
    const { status, body } = await client.get(path)
    expect(status).toBe(404)
    expect(body).toEqual({ statusCode: 404, message: 'Unable to match incoming request to an operation.' })
  }
  const posted = await sandbox.fetch(`http://sandbox.test${pathOf('invoices', 'list')}`, { method: 'POST' })
  expect(posted.status).toBe(404)
})

it('the sandbox supports every operation of the contract', async () => {
  for (const { path, kind, resource } of operations) {
    const name = resource as ResourceName
    const parent = path.includes('/customers/') ? 'customers' : 'locations'
    const named = kind === 'children' ? parent : name
    const id = path.includes('{id}') ? (await client.list(named)).body.data[0].id : ''
    const parameters = kind === 'list' ? requiredParameters(name) : {}
    const { status } = await client.get(
      path.replace('{tenant}', '1001001').replace('{id}', String(id)),
      parameters,
    )
    expect(status, path).toBe(200)
  }
})
