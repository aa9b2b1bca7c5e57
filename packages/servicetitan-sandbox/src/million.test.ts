import { describe, expect, it } from 'vitest'
import { createSandbox } from './sandbox.ts'
import { connect } from './testing/client.ts'
import { allParameters } from './testing/records.ts'
import type { ResourceName } from './world/generated/resource-names.ts'

const T = 1_001_001

describe('a million records', () => {
  const sandbox = createSandbox({
    exportPageSize: 200,
    tenants: [{ tenantId: T, sizes: { jobs: 1_000_000, locations: 250_000, 'tag-types': 1_000_000 } }],
  })

  it('are paged in the middle by generating only the page', async () => {
    const client = await connect(sandbox)
    for (const request of [
      () => client.list('jobs', { page: 10_000, pageSize: 50 }),
      () => client.list('jobs', { page: 500_000, pageSize: 1, includeTotal: true, sort: '+ModifiedOn' }),
      () => client.export('jobs', { from: '2025-01-01' }),
      () => client.list('jobs', { ids: '51000000,51000001,51000002,51000003' }),
    ]) {
      const before = sandbox.generatedCount
      const { body } = await request()
      expect(sandbox.generatedCount - before).toBe(body.data.length)
      expect(body.data.length).toBeGreaterThan(0)
    }
    const counted = await client.list('jobs', { includeTotal: true, pageSize: 1 })
    expect(counted.body.totalCount).toBe(1_000_000)
  })

  it('of places of which some are empty are exported by generating only the page', async () => {
    const client = await connect(sandbox)
    for (const name of [
      'job-timesheets',
      'job-splits',
      'calls',
      'job-canceled-logs',
      'invoice-items',
      'memberships',
      'membership-status-changes',
    ] as const) {
      const before = sandbox.generatedCount
      const { body } = await client.export(name, { from: '2025-01-01' })
      expect(body.data).toHaveLength(200)
      expect(sandbox.generatedCount - before).toBe(200)
    }
    // A list counts a day of them by a scan of the day only.
    const day = { modifiedOnOrAfter: '2025-03-01', modifiedBefore: '2025-03-02' }
    const { body } = await client.list('job-timesheets', { ...day, active: 'Any', includeTotal: true })
    expect(body.totalCount).toBeGreaterThan(500)
    expect(body.totalCount).toBeLessThan(2_000)
  })

  it('are not kept in memory', async () => {
    const client = await connect(sandbox)
    const before = process.memoryUsage().heapUsed
    let from = '2024-06-01'
    for (let page = 0; page < 25; page++) {
      const { body } = await client.export('jobs', { from })
      from = body.continueFrom
    }
    // A million records would need gigabytes; the caches between pages need a few megabytes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1024 * 1024)
  })

  it('are counted by range without generating more than the page, also after changes', async () => {
    const client = await connect(sandbox)
    const counting = async (name: ResourceName, from: string, before: string) => {
      const generated = sandbox.generatedCount
      const range = { ...allParameters(name), modifiedOnOrAfter: from, modifiedBefore: before }
      const { body } = await client.list(name, { ...range, includeTotal: true, pageSize: 1, sort: '+Id' })
      expect(sandbox.generatedCount - generated).toBeLessThanOrEqual(1)
      return body.totalCount
    }
    const day = ['2025-03-04', '2025-03-05'] as const
    const before = await counting('jobs', ...day)
    expect(before).toBeGreaterThan(850)
    expect(before).toBeLessThan(1_100)
    expect(await counting('tag-types', '2015-01-01', '2030-01-01')).toBe(1_000_000)

    const { body } = await client.list('jobs', {
      modifiedOnOrAfter: day[0],
      modifiedBefore: day[1],
      pageSize: 3,
    })
    const [moved, removed] = body.data
    sandbox.update(T, 'jobs', moved.id, { summary: 'later' })
    sandbox.remove(T, 'jobs', removed.id)
    sandbox.insert(T, 'jobs', { modifiedOn: '2025-03-04T10:00:00Z' })
    sandbox.insert(T, 'tag-types')
    expect(await counting('jobs', ...day)).toBe(before - 1)
    expect(await counting('jobs', '2026-06-18T14:30:00Z', '2030-01-01')).toBe(1)
    expect(await counting('tag-types', '2015-01-01', '2030-01-01')).toBe(1_000_001)
  })

  it('are paged anywhere by generating only the page, also after changes', async () => {
    const client = await connect(sandbox)
    const generated = sandbox.generatedCount
    const { body } = await client.list('jobs', { page: 999_998, pageSize: 1, sort: '+Id' })
    expect(body.data).toHaveLength(1)
    expect(sandbox.generatedCount - generated).toBe(1)
  })
})
