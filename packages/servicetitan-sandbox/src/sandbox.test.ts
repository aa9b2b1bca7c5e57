import { describe, expect, it } from 'vitest'
import { resources } from './generated/resources.ts'
import { createSandbox } from './sandbox.ts'
import { connect, pathOf } from './testing/client.ts'
import { requiredParameters } from './testing/records.ts'
import { resourceNames } from './world/generated/resource-names.ts'

const T = 1_001_001
const sizes = { jobs: 60, locations: 30, technicians: 6 }
const create = (seed = 'a') => createSandbox({ seed, tenants: [{ tenantId: T, sizes }] })

/** The text of all exports, and of the lists without an export. */
const bytesOf = async (sandbox: ReturnType<typeof create>): Promise<string> => {
  const client = await connect(sandbox)
  const texts = await Promise.all(
    resourceNames.map((name) =>
      resources[name].hasExport ? client.export(name) : client.list(name, { pageSize: 5_000 }),
    ),
  )
  return texts.map(({ text }) => text).join('\n')
}

describe('the data', () => {
  it('is the same, byte for byte, for the same seed, and different for another seed', async () => {
    const bytes = await bytesOf(create())
    expect(await bytesOf(create())).toBe(bytes)
    expect(await bytesOf(create('b'))).not.toBe(bytes)
  })

  it('differs between tenants, which share ids', () => {
    const tenants = [
      { tenantId: 1, sizes },
      { tenantId: 2, sizes },
    ]
    const sandbox = createSandbox({ tenants })
    const [one, two] = [1, 2].map((tenantId) => [...sandbox.records(tenantId, 'jobs')])
    const sortedIds = (jobs = one) => jobs?.map(({ id }) => Number(id)).toSorted((a, b) => a - b)
    expect(one).not.toEqual(two)
    expect(sortedIds(one)).toEqual(sortedIds(two))
  })

  it('is generated around `now`, unless `dataNow` is given', () => {
    const at = (now: string, dataNow = now) => [
      ...createSandbox({ now, dataNow, tenants: [{ tenantId: T, sizes }] }).records(T, 'jobs'),
    ]
    expect(at('2026-06-18')).not.toEqual(at('2026-06-19'))
    expect(at('2026-06-19', '2026-06-18')).toEqual(at('2026-06-18'))
  })
})

describe('a change', () => {
  it('sets `modifiedOn` to the clock, a tick later each time', () => {
    const sandbox = create()
    const [{ id } = { id: 0 }] = sandbox.records(T, 'jobs')
    sandbox.clock.advance(90_000)
    const first = sandbox.update(T, 'jobs', id, { summary: null })
    expect(first.modifiedOn).toBe('2026-06-18T15:01:30Z')
    expect(sandbox.update(T, 'jobs', id, { summary: 'x' }).modifiedOn).toBe('2026-06-18T15:01:30.0000001Z')
    expect(sandbox.record(T, 'jobs', id)).toMatchObject({ summary: 'x', createdOn: first.createdOn })
    expect([...sandbox.records(T, 'jobs')].at(-1)?.id).toBe(id)
    expect(sandbox.count(T, 'jobs')).toBe(60)
  })

  it('keeps a `modifiedOn` in the patch, to serve records out of order', () => {
    const sandbox = create()
    const [{ id } = { id: 0 }] = sandbox.records(T, 'jobs')
    const modifiedOn = '2020-01-01T00:00:00Z'
    expect(sandbox.update(T, 'jobs', id, { modifiedOn }).modifiedOn).toBe(modifiedOn)
    expect([...sandbox.records(T, 'jobs')].at(-1)).toMatchObject({ id, modifiedOn })
  })

  it('does not change the patch or records that were returned before', () => {
    const sandbox = create()
    const before = sandbox.insert(T, 'locations', { name: 'before' })
    const patch = Object.freeze({ name: 'after' })
    sandbox.update(T, 'locations', before.id, patch)
    expect(before.name).toBe('before')
    expect(sandbox.record(T, 'locations', before.id)?.name).toBe('after')
  })

  it('inserts a complete record with a new id, or with a given one', () => {
    const sandbox = create()
    const ids = [...sandbox.records(T, 'jobs')].map(({ id }) => Number(id))
    const inserted = sandbox.insert(T, 'jobs', { summary: 'new' })
    expect(Number(inserted.id)).toBeGreaterThan(Math.max(...ids))
    expect(inserted).toMatchObject({ summary: 'new', jobStatus: 'Scheduled', jobNumber: String(inserted.id) })
    expect(Object.keys(inserted)).toHaveLength(40)
    expect(sandbox.insert(T, 'jobs', { id: 5 }).id).toBe(5)
    expect(sandbox.count(T, 'jobs')).toBe(62)
    expect(() => sandbox.insert(T, 'jobs', { id: 5 })).toThrow('jobs record 5 already exists')
  })

  it('serves ids beyond 2^53 exactly', async () => {
    const sandbox = create()
    const client = await connect(sandbox)
    const id = 9_007_199_254_740_993n
    sandbox.insert(T, 'locations', { id })
    expect((await client.one('locations', id)).text).toContain('"id":9007199254740993,')
    const found = await client.list('locations', { ids: id.toString() })
    expect(found.text).toContain('"id":9007199254740993,')
    sandbox.clock.advance(900_000)
    const reconnected = await connect(sandbox)
    expect((await reconnected.export('locations')).text).toContain('"id":9007199254740993,')
  })

  it('removes a record from list, get, ids and count', async () => {
    const sandbox = create()
    const client = await connect(sandbox)
    const [{ id } = { id: 0 }] = sandbox.records(T, 'jobs')
    expect(sandbox.remove(T, 'jobs', id)).toBe(true)
    expect(sandbox.remove(T, 'jobs', id)).toBe(false)
    expect((await client.one('jobs', id)).status).toBe(404)
    expect((await client.list('jobs', { ids: String(id) })).body.data).toEqual([])
    expect((await client.list('jobs', { includeTotal: true })).body.totalCount).toBe(59)
    expect(sandbox.record(T, 'jobs', id)).toBeUndefined()
    expect(() => sandbox.update(T, 'jobs', id, {})).toThrow(`No jobs record ${id} to update`)
    expect(sandbox.insert(T, 'jobs', { id }).id).toBe(id)
  })

  it('has each record once, regardless of the number of changes', () => {
    const sandbox = create()
    const ids = [...sandbox.records(T, 'jobs')].map(({ id }) => id).slice(0, 3)
    for (let n = 0; n < 1_000; n++) for (const id of ids) sandbox.update(T, 'jobs', id, { summary: `${n}` })
    const records = [...sandbox.records(T, 'jobs')]
    expect(records).toHaveLength(60)
    expect(records.slice(-3).map(({ id, summary }) => [id, summary])).toEqual(ids.map((id) => [id, '999']))
  })
})

describe('a sandbox', () => {
  it.each([
    [{ tenants: [{ tenantId: 0 }] }, '`tenantId`'],
    [{ tenants: [{ tenantId: 1 }, { tenantId: 1 }] }, 'each `tenantId` once'],
    [{ tenants: [{ tenantId: 1, sizes: { jobs: 10, appointments: 9 } }] }, '`appointments`'],
    [{ tenants: [{ tenantId: 1, sizes: { jobs: 10, locations: 0 } }] }, '`locations`'],
    [{ tenants: [{ tenantId: 1, sizes: { jobs: -1 } }] }, '`jobs`'],
    [{ tenants: [{ tenantId: 1, sizes: { jobs: 10, invoices: 9 } }] }, '`invoices`'],
    [{ tenants: [{ tenantId: 1, sizes: { locations: 10, customers: 11 } }] }, '`locations`'],
    [{ tenants: [{ tenantId: 1, sizes: { campaigns: 0 } }] }, '`campaigns`'],
    [{ tenants: [{ tenantId: 1, sizes: { zones: 1.5 } }] }, '`zones`'],
    [{ now: 'soon' }, '`now`'],
    [{ now: '2026-01-01', dataNow: '2026-01-02' }, '`dataNow`'],
    [{ exportPageSize: 0 }, '`exportPageSize`'],
    [{ writes: { assignTwice: 'yes' as 'accept' } }, '`writes.assignTwice`'],
  ])('refuses %j and names the invalid option', (options, name) => {
    expect(() => createSandbox(options)).toThrow(name)
  })

  it('supports tenants without data', async () => {
    const empty = { jobs: 0, locations: 0, technicians: 0 }
    const client = await connect(createSandbox({ tenants: [{ tenantId: T, sizes: empty }] }))
    for (const name of resourceNames) {
      if (resources[name].hasList) {
        const { body } = await client.list(name, { ...requiredParameters(name), includeTotal: true })
        expect(body).toMatchObject({ data: [], totalCount: 0 })
      }
      if (!resources[name].hasExport) continue
      expect((await client.export(name)).body).toMatchObject({ data: [], hasMore: false })
    }
  })

  it('keeps the latest requests, without bodies', async () => {
    const sandbox = createSandbox({ requestLogSize: 3 })
    const client = await connect(sandbox)
    for (let page = 1; page <= 8; page++) await client.list('jobs', { page })
    expect(sandbox.requests.map(({ query }) => query.page)).toEqual(['6', '7', '8'])
    expect(sandbox.requests[0]).toEqual({
      method: 'GET',
      path: pathOf('jobs', 'list'),
      query: { page: '6' },
      time: sandbox.clock.now(),
    })
    expect(sandbox.requestCount('/jpm/')).toBe(3)
    expect(sandbox.requestCount(/page=7/)).toBe(1)
    expect(sandbox.requestCount('/connect/token')).toBe(0)
  })

  it('rejects an aborted request like fetch', async () => {
    const sandbox = createSandbox()
    const aborted = sandbox.fetch('http://sandbox.test/', { signal: AbortSignal.abort(new Error('enough')) })
    await expect(aborted).rejects.toThrow('enough')
  })

  it('does not set its clock back', () => {
    expect(() => create().clock.advance(-1)).toThrow('Expected `ms` to be zero or more')
  })
})
