import { describe, expect, it } from 'vitest'
import { resources } from '../generated/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import {
  allParameters,
  idsOf,
  type Listed,
  listAll,
  listedNames,
  requiredParameters,
  showable,
  sorted,
  ticks,
} from '../testing/records.ts'

const T = 1_001_001
const sizes = { jobs: 300, locations: 120, technicians: 25 }
const create = () => createSandbox({ tenants: [{ tenantId: T, sizes }] })
const sandbox = create()
const client = await connect(sandbox)

describe.each(listedNames)('paging %s', (name) => {
  const all = allParameters(name)

  it('returns every record once, ids descending', async () => {
    const ids = idsOf(await listAll(client, name, all))
    expect(ids).toEqual(sorted(ids).reverse())
    expect(sorted(ids)).toEqual(sorted(idsOf(showable(name, sandbox.records(T, name)))))
  })

  it('hides inactive records unless requested', async () => {
    const records = [...sandbox.records(T, name)]
    // Some lists have no such parameter and return all records.
    const { listActive, activeDefault } = resources[name]
    const active = records.filter((record) => record.active)
    expect(active.length < records.length).toBe(listActive !== 'always')
    // A few lists return inactive records by default.
    const returnsAll = activeDefault === 'Any' || listActive === 'activeOnly'
    const parameters = {
      ...requiredParameters(name),
      ...(activeDefault === 'Any' && { active: 'True' }),
      ...(listActive === 'activeOnly' && { activeOnly: 'true' }),
    }
    expect(sorted(idsOf(await listAll(client, name, parameters)))).toEqual(sorted(idsOf(active)))
    const { body } = await client.list(name, { ...parameters, includeTotal: true, pageSize: 1 })
    expect(body.totalCount).toBe(active.length)
    if (returnsAll) {
      expect(sorted(idsOf(await listAll(client, name)))).toEqual(sorted(idsOf(records)))
    }
  })

  it.runIf(resources[name].hasTimeRanges)(
    'filters by creation and modification, lower bound inclusive, upper exclusive',
    async () => {
      const records = showable(name, sandbox.records(T, name))
      for (const [field, from, before] of [
        ['createdOn', 'createdOnOrAfter', 'createdBefore'],
        ['modifiedOn', 'modifiedOnOrAfter', 'modifiedBefore'],
      ] as const) {
        const times = records.map((record) => record[field]).toSorted((a, b) => ticks(a) - ticks(b))
        const [low = '', high = ''] = [
          times[Math.floor(times.length / 3)],
          times[Math.ceil(times.length / 2)],
        ]
        const wanted = records.filter(
          (record) => ticks(record[field]) >= ticks(low) && ticks(record[field]) < ticks(high),
        )
        expect(wanted.length).toBeGreaterThan(0)
        const range = { ...all, [from]: low, [before]: high }
        expect(sorted(idsOf(await listAll(client, name, range)))).toEqual(sorted(idsOf(wanted)))
        const { body } = await client.list(name, { ...range, includeTotal: true })
        expect(body.totalCount).toBe(wanted.length)
      }
    },
  )
})

it.each([
  ['locations', 'active', 'False'],
  ['payments', 'activeState', 'InactiveOnly'],
  ['invoices', 'activeState', 'inactiveonly'],
] as const)('lists inactive %s alone with %s=%s', async (name, parameter, value) => {
  const inactive = [...sandbox.records(T, name)].filter(({ active }) => !active)
  expect(sorted(idsOf(await listAll(client, name, { [parameter]: value })))).toEqual(sorted(idsOf(inactive)))
})

describe.each(listedNames.filter((name) => resources[name].sortParameters.includes('orderBy')))(
  'ordering %s',
  (name) => {
    it.each(['id', 'createdOn', 'modifiedOn'] as const)('by %s works in both directions', async (orderBy) => {
      const read = (record: Listed) => (orderBy === 'id' ? record.id : ticks(record[orderBy]))
      const ordered = async (orderByDirection: string) =>
        (await listAll(client, name, { ...allParameters(name), orderBy, orderByDirection })).map(read)
      const up = await ordered('asc')
      expect(up).toEqual(up.toSorted((a, b) => a - b))
      expect(await ordered('Descending')).toEqual(up.toReversed())
    })

    it('refuses an unknown field', async () => {
      const { status, body } = await client.list(name, { orderBy: 'colour' })
      expect([status, Object.keys(body.errors)]).toEqual([400, ['orderBy']])
    })
  },
)

it('sorts campaigns by name', async () => {
  const names = (await listAll(client, 'campaigns', { active: 'Any', sort: '+Name' })).map(({ name }) =>
    String(name),
  )
  expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
  expect(names).toHaveLength(sandbox.count(T, 'campaigns'))
})

describe.each(['locations', 'jobs', 'appointments', 'appointment-assignments'] as const)(
  'sorting %s',
  (name) => {
    it.each([
      ['Id', (record: Listed) => record.id],
      ['CreatedOn', (record: Listed) => ticks(record.createdOn)],
      ['ModifiedOn', (record: Listed) => ticks(record.modifiedOn)],
    ] as const)('by %s works both ways, in any case', async (sort, read) => {
      const up = (await listAll(client, name, { active: 'Any', sort: `+${sort}` })).map(read)
      const down = (await listAll(client, name, { active: 'Any', sort: `-${sort.toLowerCase()}` })).map(read)
      expect(up).toEqual(up.toSorted((a, b) => a - b))
      expect(down).toEqual(up.toReversed())
      expect(up).toHaveLength(sandbox.count(T, name))
    })
  },
)

describe('a list', () => {
  it('sorts jobs by priority', async () => {
    const order = ['Low', 'Normal', 'High', 'Urgent']
    const levels = (await listAll(client, 'jobs', { sort: '+Priority' })).map(({ priority }) =>
      order.indexOf(String(priority)),
    )
    expect(levels).toEqual(levels.toSorted())
    expect(levels).toHaveLength(300)
    const { body } = await client.list('jobs', { sort: '-Priority', includeTotal: true, pageSize: 5 })
    expect(body).toMatchObject({
      totalCount: 300,
      hasMore: true,
      data: [{ priority: 'Urgent' }, {}, {}, {}, {}],
    })
  })

  it.each(['-completedOn', 'Id', ' Id', '+'])(
    'refuses to sort by “%s” with the live API’s message',
    async (sort) => {
      const { status, body } = await client.list('jobs', { sort })
      expect(status).toBe(400)
      expect(body.errors).toEqual({ sort: [`The value '${sort}' is not valid for Sort.`] })
    },
  )

  it('refuses an unencoded plus, which is decoded as a space', async () => {
    const { status } = await client.get(`/jpm/v2/tenant/${T}/jobs?sort=+Id`)
    expect(status).toBe(400)
  })

  it('ignores unknown parameters, misspelt filters and the technicians’ sort', async () => {
    const plain = await client.list('jobs')
    expect((await client.list('jobs', { status: 'Canceled', locationID: 1, active: 'False' })).text).toBe(
      plain.text,
    )
    expect((await client.list('technicians', { sort: 'nonsense' })).status).toBe(200)
  })

  it('refuses documented parameters that it does not support', async () => {
    const { status, body } = await client.list('jobs', { technicianId: 1 })
    expect(status).toBe(501)
    expect(body.title).toContain('technicianId')
  })

  it.each([
    ['pageSize', '0'],
    ['pageSize', '-1'],
    ['pageSize', '5001'],
    ['page', '-1'],
    ['includeTotal', 'yes'],
    ['modifiedOnOrAfter', 'yesterday'],
    ['customerId', 'abc'],
    ['jobStatus', 'Lost'],
    ['ids', '1,x'],
  ])('refuses %s=%s', async (name, value) => {
    const { status, body } = await client.list('jobs', { [name]: value })
    expect(status).toBe(400)
    expect(body.errors).toHaveProperty(name)
  })

  it('refuses an unknown value of `active`, if it supports the parameter', async () => {
    expect((await client.list('locations', { active: 'All' })).status).toBe(400)
    expect((await client.list('locations', { active: 'any' })).status).toBe(200)
  })

  it('can clamp a large page size, can order by ascending id, and accepts page 0', async () => {
    const other = await connect(
      createSandbox({
        tenants: [{ tenantId: T, sizes }],
        maxPageSize: 10,
        oversizedPage: 'clamp',
        defaultOrder: 'asc',
      }),
    )
    const { body } = await other.list('jobs', { pageSize: 11, page: 0 })
    expect(body).toMatchObject({ page: 1, pageSize: 10, hasMore: true })
    expect(idsOf(body.data)).toEqual(sorted(idsOf(body.data)))
  })

  it('looks up at most 50 ids', async () => {
    const ids = idsOf([...sandbox.records(T, 'jobs')]).slice(0, 50)
    const found = await client.list('jobs', { ids: [...ids.slice(1), 999].join(), includeTotal: true })
    expect(sorted(idsOf(found.body.data))).toEqual(sorted(ids.slice(1)))
    expect(found.body.totalCount).toBe(49)
    const { status, body } = await client.list('jobs', { ids: [...ids, 999].join() })
    expect([status, Object.keys(body.errors)]).toEqual([400, ['Ids']])
  })

  it('hides inactive records also when ids are given', async () => {
    const inactive = [...sandbox.records(T, 'locations')].find(({ active }) => !active)
    const ids = String(inactive?.id)
    expect((await client.list('locations', { ids })).body.data).toEqual([])
    expect((await client.list('locations', { ids, active: 'Any' })).body.data).toHaveLength(1)
    expect((await client.one('locations', ids)).body.active).toBe(false)
  })
})
