import { describe, expect, it } from 'vitest'
import { parseTicks } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import type { SandboxOptions } from '../settings/options.ts'
import { connect } from '../testing/client.ts'
import { exportedNames, shows } from '../testing/records.ts'

const T = 1_001_001
const LAG = 15 * 60_000
const sizes = { jobs: 230, locations: 90, technicians: 20 }
const start = async (options: SandboxOptions = {}) => {
  // An access token's lifetime and the lag are both 15 minutes; here the token must outlive the lag.
  const common = { tenants: [{ tenantId: T, sizes }], exportPageSize: 25, tokenLifetimeMs: 3_600_000 }
  const sandbox = createSandbox({ ...common, ...options })
  return { sandbox, client: await connect(sandbox) }
}
const idsOf = (records: { id: unknown }[]): unknown[] => records.map(({ id }) => id)

describe.each(exportedNames)('the export of %s', (name) => {
  const active = name === 'appointment-assignments' ? { active: 'Any' } : {}

  it('delivers every record of `records` once, including inactive ones', async () => {
    const { sandbox, client } = await start()
    const { records, pages } = await client.drain(name, active)
    expect(records).toEqual([...sandbox.records(T, name)])
    expect(new Set(idsOf(records)).size).toBe(sandbox.count(T, name))
    expect(pages).toBe(Math.ceil(records.length / 25))
    if (!shows(name, 'modifiedOn')) return
    const modified = records.map(({ modifiedOn }) => parseTicks(modifiedOn) ?? 0)
    expect(modified).toEqual(modified.toSorted((a, b) => a - b))
  })

  it('ends with a token after which only changes follow, and returns it again while no record changes', async () => {
    const { sandbox, client } = await start()
    const end = (await client.drain(name, active)).continueFrom
    const idle = (await client.export(name, { ...active, from: end })).body
    expect(idle).toEqual({ hasMore: false, continueFrom: end, data: [] })

    const [first, second] = [...sandbox.records(T, name)]
    const inserted = sandbox.insert(T, name)
    sandbox.update(T, name, second?.id ?? 0, {})
    sandbox.update(T, name, first?.id ?? 0, {})
    sandbox.clock.advance(LAG)
    const later = await client.drain(name, { ...active, from: end })
    expect(idsOf(later.records)).toEqual([inserted.id, second?.id, first?.id])
    expect(later.records).toEqual([...sandbox.records(T, name)].slice(-3))
    expect((await client.export(name, { ...active, from: later.continueFrom })).body.data).toEqual([])
  })
})

describe('an export', () => {
  it('withholds changes for 15 minutes, unless recent ones are requested', async () => {
    const { sandbox, client } = await start()
    const { continueFrom: from } = await client.drain('jobs')
    const { id } = sandbox.insert(T, 'jobs')
    const recent = { from, includeRecentChanges: true }
    expect((await client.export('jobs', { from })).body).toMatchObject({
      data: [],
      hasMore: false,
      continueFrom: from,
    })
    expect(idsOf((await client.export('jobs', recent)).body.data)).toEqual([id])
    sandbox.clock.advance(LAG - 1)
    expect((await client.export('jobs', { from })).body.data).toEqual([])
    sandbox.clock.advance(1)
    expect(idsOf((await client.export('jobs', { from })).body.data)).toEqual([id])
  })

  it('delivers many changes of one instant after the lag, in pages and in order', async () => {
    const { sandbox, client } = await start()
    const { continueFrom: from } = await client.drain('jobs')
    const ids = Array.from({ length: 60 }, () => sandbox.insert(T, 'jobs').id)
    sandbox.clock.advance(LAG)
    expect(idsOf((await client.drain('jobs', { from })).records)).toEqual(ids)
  })

  it('repeats a row in each drain until the lag has passed, and never twice in one drain', async () => {
    const { sandbox, client } = await start({ exportPageSize: 2 })
    let { continueFrom } = await client.drain('jobs')
    const ids = Array.from({ length: 5 }, () => sandbox.insert(T, 'jobs').id)
    for (let poll = 0; poll < 2; poll++) {
      const drained = await client.drain('jobs', { from: continueFrom, includeRecentChanges: true })
      expect(idsOf(drained.records)).toEqual(ids)
      continueFrom = drained.continueFrom
    }
    sandbox.clock.advance(LAG)
    const last = await client.drain('jobs', { from: continueFrom, includeRecentChanges: true })
    expect(idsOf(last.records)).toEqual(ids)
    expect(
      (await client.export('jobs', { from: last.continueFrom, includeRecentChanges: true })).body.data,
    ).toEqual([])
  })

  it('does not repeat recent rows without `repeatRecentRows`', async () => {
    const { sandbox, client } = await start({ repeatRecentRows: false })
    sandbox.insert(T, 'jobs')
    const { continueFrom } = await client.drain('jobs', { includeRecentChanges: true })
    const { body } = await client.export('jobs', { from: continueFrom, includeRecentChanges: true })
    expect(body.data).toEqual([])
  })

  it('moves a record that changes during a drain to the end, where it is repeated', async () => {
    const { sandbox, client } = await start({ exportLagMs: 0 })
    const first = (await client.export('jobs')).body
    const [{ id: read }, unread] = [first.data[3], [...sandbox.records(T, 'jobs')][200]]
    sandbox.update(T, 'jobs', read, { summary: 'changed' })
    sandbox.update(T, 'jobs', unread?.id ?? 0, { summary: 'changed' })
    const rest = (await client.drain('jobs', { from: first.continueFrom })).records
    expect(idsOf(rest).slice(-2)).toEqual([read, unread?.id])
    expect(idsOf(rest).filter((id) => id === unread?.id)).toHaveLength(1)
    expect(first.data.length + rest.length).toBe(231)
  })

  it('delivers a record that changed again only once', async () => {
    const { sandbox, client } = await start({ exportLagMs: 0 })
    const { continueFrom: from } = await client.drain('locations')
    const [location] = sandbox.records(T, 'locations')
    for (const name of ['a', 'b', 'c']) sandbox.update(T, 'locations', location?.id ?? 0, { name })
    const { records } = await client.drain('locations', { from })
    expect(records).toMatchObject([{ id: location?.id, name: 'c' }])
  })

  it('starts at a date, inclusive', async () => {
    const { sandbox, client } = await start()
    const all = [...sandbox.records(T, 'jobs')]
    const middle = all[100]?.modifiedOn ?? ''
    expect((await client.drain('jobs', { from: middle })).records).toEqual(all.slice(100))
    const day = middle.slice(0, 10)
    const expected = all.filter(({ modifiedOn }) => modifiedOn >= day)
    expect((await client.drain('jobs', { from: day })).records).toEqual(expected)
    expect((await client.drain('jobs', { from: '2001-01-01' })).records).toEqual(all)
    expect((await client.drain('jobs', { from: '2090-01-01' })).records).toEqual([])
  })

  it('refuses a token of another feed', async () => {
    const tenants = [
      { tenantId: T, sizes },
      { tenantId: 2, sizes },
    ]
    const { sandbox, client } = await start({ tenants })
    const { continueFrom } = (await client.export('jobs')).body
    const other = await connect(sandbox, 2)
    const refusals = [
      await client.export('locations', { from: continueFrom }),
      await other.export('jobs', { from: continueFrom }),
      await client.export('jobs', { from: 'made-up' }),
    ]
    for (const { status, body } of refusals) {
      expect(status).toBe(400)
      expect(body.errors).toHaveProperty('from')
    }
  })

  it('resumes from a token of another sandbox with the same data', async () => {
    const { continueFrom: from } = (await (await start()).client.export('jobs')).body
    const { sandbox, client } = await start()
    expect((await client.drain('jobs', { from })).records).toEqual([...sandbox.records(T, 'jobs')].slice(25))
  })

  it('supports `active` for appointments (all by default) and assignments (active by default) only', async () => {
    const { sandbox, client } = await start()
    for (const [name, byDefault] of [
      ['appointments', 'Any'],
      ['appointment-assignments', 'True'],
    ] as const) {
      const all = [...sandbox.records(T, name)]
      const expected = {
        Any: all,
        True: all.filter(({ active }) => active),
        False: all.filter(({ active }) => !active),
      }
      expect(expected.False.length).toBeGreaterThan(0)
      for (const active of ['Any', 'True', 'False'] as const) {
        expect((await client.drain(name, { active })).records).toEqual(expected[active])
      }
      expect((await client.drain(name)).records).toEqual(expected[byDefault])
    }
    expect((await client.drain('locations', { active: 'True' })).records).toHaveLength(90)
  })

  it('ignores parameters that only lists have', async () => {
    const { client } = await start()
    const { body } = await client.export('jobs', { pageSize: 3, page: 2, sort: '-Id' })
    expect(body.data).toHaveLength(25)
    expect(body).toEqual((await client.export('jobs')).body)
  })

  it('does not deliver removed records', async () => {
    const { sandbox, client } = await start({ exportLagMs: 0 })
    const [first, second] = [...sandbox.records(T, 'appointments')]
    sandbox.update(T, 'appointments', second?.id ?? 0, { active: false })
    sandbox.remove(T, 'appointments', first?.id ?? 0)
    sandbox.remove(T, 'appointments', second?.id ?? 0)
    const { records } = await client.drain('appointments')
    expect(idsOf(records)).not.toContain(first?.id)
    expect(idsOf(records)).not.toContain(second?.id)
    expect(records).toHaveLength(sandbox.count(T, 'appointments'))
  })
})

it('an export of jobs can leave most recalls blank, which the list has', async () => {
  const sizes = { jobs: 8_000, locations: 2_000, technicians: 12 }
  const tenants = [{ tenantId: 1_001_001, sizes }]
  const recallsOf = (records: { recallForId?: unknown }[]) =>
    records.filter(({ recallForId }) => recallForId !== null).length
  const blank = await connect(createSandbox({ tenants, exportPageSize: 4_000, blankRecallsInExport: true }))
  const full = await connect(createSandbox({ tenants, exportPageSize: 4_000 }))
  const all = recallsOf((await full.drain('jobs')).records)
  expect(all).toBeGreaterThan(200)
  expect(recallsOf((await blank.drain('jobs')).records)).toBeLessThan(all * 0.05)
  const listed = await blank.list('jobs', { pageSize: 5_000 })
  expect(recallsOf(listed.body.data)).toBeGreaterThan(100)
})
