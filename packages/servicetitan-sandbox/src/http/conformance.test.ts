import { describe, expect, it } from 'vitest'
import { findOperation, operations } from '../contract/index.ts'
import type { ResourceName } from '../resources/records.ts'
import { resourceNames, resources } from '../resources/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { connect, pathOf } from '../testing/client.ts'
import { violations } from '../testing/validate.ts'

const sandbox = createSandbox({ tenants: [{ tenantId: 1_001_001, sizes: { jobs: 400, locations: 150 } }] })
const client = await connect(sandbox)

const operationOf = (resource: ResourceName, kind: 'list' | 'get' | 'export') => {
  const operation = findOperation(resource, kind)
  if (!operation) throw new Error(`No ${kind} of ${resource}`)
  return operation
}

describe.each(resourceNames)('%s', (name) => {
  it('lists as the contract says, with and without a total', async () => {
    const operation = operationOf(name, 'list')
    const plain = await client.list(name)
    expect(violations(operation, plain.status, plain.body)).toEqual([])
    expect(plain.body).toMatchObject({ page: 1, pageSize: 50, totalCount: null })
    expect(Object.keys(plain.body)).toContain('totalCount')

    const counted = await client.list(name, { includeTotal: true, pageSize: 5000, active: 'Any' })
    expect(violations(operation, counted.status, counted.body)).toEqual([])
    expect(counted.body.totalCount).toBe(sandbox.count(1_001_001, name))
    expect(counted.body.data).toHaveLength(counted.body.totalCount)
  })

  it('exports as the contract says', async () => {
    const { status, body } = await client.export(name)
    expect(violations(operationOf(name, 'export'), status, body)).toEqual([])
    expect(body.data.length).toBeGreaterThan(0)
  })
})

describe.each(resourceNames.filter((name) => resources[name].hasGetById))('%s by id', (name) => {
  it('gets one record as the contract says, without an envelope', async () => {
    const [first] = (await client.list(name)).body.data
    const { status, body } = await client.one(name, first.id)
    expect(violations(operationOf(name, 'get'), status, body)).toEqual([])
    expect(body).toEqual(first)
  })

  it('answers an unknown id with 404 and a bad one with 400', async () => {
    const operation = operationOf(name, 'get')
    const unknown = await client.one(name, 5)
    expect(unknown.status).toBe(404)
    expect(violations(operation, 404, unknown.body)).toEqual([])
    const bad = await client.one(name, 'abc')
    expect(bad.status).toBe(400)
    expect(violations(operation, 400, bad.body)).toEqual([])
  })
})

describe.each(resourceNames)('%s', (name) => {
  it('words what is wrong with a parameter as the contract says', async () => {
    const list = await client.list(name, { page: 'first' })
    expect(list.status).toBe(400)
    expect(violations(operationOf(name, 'list'), 400, list.body)).toEqual([])
    const exported = await client.export(name, { from: 'no-token' })
    expect(exported.status).toBe(400)
    expect(violations(operationOf(name, 'export'), 400, exported.body)).toEqual([])
  })

  it('prints every key, nulls too', async () => {
    const { body } = await client.list(name, { active: 'Any', pageSize: 200 })
    const keys = new Set(body.data.map((record: object) => Object.keys(record).toSorted().join()))
    expect(keys.size).toBe(1)
  })
})

it('finds a wrong response where there is one', async () => {
  const { body } = await client.export('jobs')
  body.data[0].id = '7'
  expect(violations(operationOf('jobs', 'export'), 200, body)).toEqual(['/data/0/id must be integer'])
})

it('shows `active` on exported jobs only', async () => {
  const exported = await client.export('jobs')
  expect(exported.body.data[0]).toHaveProperty('active', true)
  const listed = await client.list('jobs')
  expect(listed.body.data[0]).not.toHaveProperty('active')
})

it('prints some decimals with trailing zeros', async () => {
  const { text } = await client.export('jobs')
  expect(text).toMatch(/"total":\d+\.\d{2}0{8}[,}]/)
  expect(text).toMatch(/"total":\d+\.\d{1,2}[,}]/)
})

it('answers what no operation matches as the gateway does', async () => {
  const paths = [
    '/',
    '/jpm/v2/tenant/1001001/invoices',
    '/crm/v2/tenant/1001001/jobs',
    `${pathOf('appointment-assignments', 'list')}/71000001`,
  ]
  for (const path of paths) {
    const { status, body } = await client.get(path)
    expect(status).toBe(404)
    expect(body).toEqual({ statusCode: 404, message: 'Unable to match incoming request to an operation.' })
  }
  const posted = await sandbox.fetch(`http://sandbox.test${pathOf('jobs', 'list')}`, { method: 'POST' })
  expect(posted.status).toBe(404)
})

it('answers every operation of the contract', async () => {
  for (const { path, kind, resource } of operations) {
    const id = kind === 'get' ? (await client.list(resource as ResourceName)).body.data[0].id : ''
    const { status } = await client.get(path.replace('{tenant}', '1001001').replace('{id}', String(id)))
    expect(status, path).toBe(200)
  }
})
