import { describe, expect, it } from 'vitest'
import { resourceNames } from '../resources/resources.ts'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { idsOf, type Listed, listAll, sorted, ticks } from '../testing/records.ts'

const T = 1_001_001
const sizes = { jobs: 300, locations: 120, technicians: 25 }
const create = () => createSandbox({ tenants: [{ tenantId: T, sizes }] })
const sandbox = create()
const client = await connect(sandbox)

describe.each(resourceNames)('paging %s', (name) => {
  it('drains every record once, ids descending', async () => {
    const ids = idsOf(await listAll(client, name, { active: 'Any' }))
    expect(ids).toEqual(sorted(ids).reverse())
    expect(sorted(ids)).toEqual(sorted(idsOf([...sandbox.records(T, name)])))
  })

  it('hides inactive records unless asked for', async () => {
    const records = [...sandbox.records(T, name)]
    // The jobs' list has no `active` and so nothing to hide.
    const active = records.filter((record) => record.active)
    expect(active.length < records.length).toBe(name !== 'jobs')
    expect(sorted(idsOf(await listAll(client, name, {})))).toEqual(sorted(idsOf(active)))
    const inactive = records.filter((record) => !record.active || name === 'jobs')
    expect(sorted(idsOf(await listAll(client, name, { active: 'False' })))).toEqual(sorted(idsOf(inactive)))
    const { body } = await client.list(name, { includeTotal: true, pageSize: 1 })
    expect(body.totalCount).toBe(active.length)
  })

  it('narrows by creation and modification, lower bound included and upper not', async () => {
    const all = [...sandbox.records(T, name)]
    for (const [field, from, before] of [
      ['createdOn', 'createdOnOrAfter', 'createdBefore'],
      ['modifiedOn', 'modifiedOnOrAfter', 'modifiedBefore'],
    ] as const) {
      const times = all.map((record) => record[field]).toSorted((a, b) => ticks(a) - ticks(b))
      const [low = '', high = ''] = [times[Math.floor(all.length / 3)], times[Math.floor(all.length / 2)]]
      const wanted = all.filter(
        (record) => ticks(record[field]) >= ticks(low) && ticks(record[field]) < ticks(high),
      )
      const found = await listAll(client, name, { active: 'Any', [from]: low, [before]: high })
      expect(sorted(idsOf(found))).toEqual(sorted(idsOf(wanted)))
      const { body } = await client.list(name, {
        active: 'Any',
        [from]: low,
        [before]: high,
        includeTotal: true,
      })
      expect(body.totalCount).toBe(wanted.length)
    }
  })
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
    'refuses to sort by “%s” in the live API’s words',
    async (sort) => {
      const { status, body } = await client.list('jobs', { sort })
      expect(status).toBe(400)
      expect(body.errors).toEqual({ sort: [`The value '${sort}' is not valid for Sort.`] })
    },
  )

  it('refuses a plus that was not encoded, which is a space', async () => {
    const { status } = await client.get(`/jpm/v2/tenant/${T}/jobs?sort=+Id`)
    expect(status).toBe(400)
  })

  it('ignores parameters that it does not have, misspelt filters and the technicians’ sort too', async () => {
    const plain = await client.list('jobs')
    expect((await client.list('jobs', { status: 'Canceled', locationID: 1, active: 'False' })).text).toBe(
      plain.text,
    )
    expect((await client.list('technicians', { sort: 'nonsense' })).status).toBe(200)
  })

  it('openly refuses documented parameters that it does not play', async () => {
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

  it('refuses an `active` that it does not know, where it knows the parameter', async () => {
    expect((await client.list('locations', { active: 'All' })).status).toBe(400)
    expect((await client.list('locations', { active: 'any' })).status).toBe(200)
  })

  it('can clamp a large page instead, order by ascending id and tolerates page 0', async () => {
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

  it('looks up to 50 ids up, and no more', async () => {
    const ids = idsOf([...sandbox.records(T, 'jobs')]).slice(0, 50)
    const found = await client.list('jobs', { ids: [...ids.slice(1), 999].join(), includeTotal: true })
    expect(sorted(idsOf(found.body.data))).toEqual(sorted(ids.slice(1)))
    expect(found.body.totalCount).toBe(49)
    const { status, body } = await client.list('jobs', { ids: [...ids, 999].join() })
    expect([status, Object.keys(body.errors)]).toEqual([400, ['Ids']])
  })

  it('hides inactive records from a look-up by ids as well', async () => {
    const inactive = [...sandbox.records(T, 'locations')].find(({ active }) => !active)
    const ids = String(inactive?.id)
    expect((await client.list('locations', { ids })).body.data).toEqual([])
    expect((await client.list('locations', { ids, active: 'Any' })).body.data).toHaveLength(1)
    expect((await client.one('locations', ids)).body.active).toBe(false)
  })
})

describe('a list over changed data', () => {
  it('drains every current record once in each order', async () => {
    const changing = create()
    const own = await connect(changing)
    const jobs = [...changing.records(T, 'jobs')]
    for (const { id } of jobs.slice(10, 60)) changing.update(T, 'jobs', id, { summary: 'changed' })
    for (const { id } of jobs.slice(40, 80)) changing.remove(T, 'jobs', id)
    for (let n = 0; n < 20; n++) changing.insert(T, 'jobs', { createdOn: `20${10 + n}-01-01T00:00:00Z` })
    const wanted = sorted(idsOf([...changing.records(T, 'jobs')]))
    expect(wanted).toHaveLength(300 - 40 + 20)
    for (const [sort, read] of [
      ['+Id', ({ id }: Listed) => id],
      ['-CreatedOn', ({ createdOn }: Listed) => -ticks(createdOn)],
      ['+ModifiedOn', ({ modifiedOn }: Listed) => ticks(modifiedOn)],
      ['-Priority', () => 0],
    ] as const) {
      const found = await listAll(own, 'jobs', { sort })
      expect(sorted(idsOf(found)), sort).toEqual(wanted)
      const keys = found.map(read)
      expect(keys, sort).toEqual(keys.toSorted((a, b) => a - b))
    }
    const { body } = await own.list('jobs', { includeTotal: true, pageSize: 1 })
    expect(body.totalCount).toBe(wanted.length)
    expect(changing.count(T, 'jobs')).toBe(wanted.length)
  })
})
