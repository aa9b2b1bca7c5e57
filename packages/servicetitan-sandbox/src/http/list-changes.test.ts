import { describe, expect, it } from 'vitest'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { idsOf, type Listed, listAll, sorted, ticks } from '../testing/records.ts'

const T = 1_001_001
const sizes = { jobs: 300, locations: 120, technicians: 25 }
const create = () => createSandbox({ tenants: [{ tenantId: T, sizes }] })

describe('a list over changed data', () => {
  it('returns every current record once in each order', async () => {
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

  it('has the counts and pages of a scan of all records, for any range', async () => {
    const changing = create()
    const own = await connect(changing)
    const locations = [...changing.records(T, 'locations')]
    for (const { id } of locations.slice(0, 90).filter((_, n) => n % 3 === 0))
      changing.update(T, 'locations', id, { name: 'changed' })
    for (const { id } of locations.slice(30, 50)) changing.remove(T, 'locations', id)
    for (const [n, { modifiedOn }] of locations.slice(50, 60).entries())
      changing.insert(T, 'locations', { id: 20_999_000 + 7 * n, modifiedOn, createdOn: '2016-05-05' })

    const current = [...changing.records(T, 'locations')]
    const edges = [0, 20, 31, 49, 50, 55, 90, 119].map((n) => locations[n]?.modifiedOn ?? '')
    for (const from of ['2015-01-01', ...edges]) {
      for (const before of [...edges, '2030-01-01']) {
        const wanted = current.filter(
          ({ modifiedOn }) => ticks(modifiedOn) >= ticks(from) && ticks(modifiedOn) < ticks(before),
        )
        const range = { active: 'Any', modifiedOnOrAfter: from, modifiedBefore: before }
        const { body } = await own.list('locations', { ...range, includeTotal: true, pageSize: 1 })
        expect([from, before, body.totalCount]).toEqual([from, before, wanted.length])
        expect(body.data).toHaveLength(Math.min(1, wanted.length))
        expect(body.hasMore).toBe(wanted.length > 1)
        for (const sort of ['-Id', '+ModifiedOn']) {
          const found = await listAll(own, 'locations', { ...range, sort, pageSize: 11 })
          expect(sorted(idsOf(found))).toEqual(sorted(idsOf(wanted)))
        }
      }
    }
  })
})
