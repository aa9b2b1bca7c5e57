import { describe, expect, it, vi } from 'vitest'
import { findOperation } from '../contract/index.ts'
import { parseTicks, ticksOfMs } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { shows } from '../testing/records.ts'
import { violations } from '../testing/validate.ts'
import { resourceNames } from '../world/generated/resource-names.ts'
import type { BusinessChange } from './office.ts'

const T = 1_001_001
const HOUR = 3_600_000
const sizes = { jobs: 300, locations: 90, technicians: 12 }
const create = () => createSandbox({ tenants: [{ tenantId: T, sizes }], tokenLifetimeMs: 10 * HOUR })

/** A sandbox after `ms` of a business day, in steps of `stepMs`. */
const workedFor = (ms: number, stepMs: number, seed?: string) => {
  const sandbox = create()
  const changes: BusinessChange[] = []
  const onChange = (change: BusinessChange) => changes.push(change)
  const day = sandbox.startBusinessDay({ onChange, changesPerMinute: 10, ...(seed && { seed }) })
  for (let done = 0; done < ms; done += stepMs) sandbox.clock.advance(stepMs)
  day.stop()
  return { sandbox, day, changes }
}
const contents = (sandbox: ReturnType<typeof create>): string =>
  JSON.stringify(resourceNames.map((name) => [...sandbox.records(T, name)]))

describe('a business day', () => {
  const { sandbox, changes, day } = workedFor(4 * HOUR, 4 * HOUR)
  const start = Date.UTC(2026, 5, 18, 15)

  it('is the same for the same seed in any step size, and different for another seed', () => {
    const inSteps = workedFor(4 * HOUR, 20_000)
    expect(inSteps.changes).toEqual(changes)
    expect(contents(inSteps.sandbox)).toBe(contents(sandbox))
    expect(workedFor(4 * HOUR, HOUR, 'other').changes).not.toEqual(changes)
  })

  it('changes single records at the requested rate, each at its own time', () => {
    expect(day.changeCount).toBe(changes.length)
    expect(changes.length).toBeGreaterThan(2_000)
    expect(changes.length).toBeLessThan(2_800)
    const times = changes.map(({ at }) => at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(start)
    expect(times.at(-1)).toBeLessThanOrEqual(start + 4 * HOUR)
    const last = new Map(changes.map((change) => [`${change.resource}/${change.id}`, change]))
    for (const { resource, id, at } of last.values()) {
      if (!shows(resource, 'modifiedOn')) continue
      const { modifiedOn = '' } = sandbox.record(T, resource, id) ?? {}
      expect(Math.abs((parseTicks(modifiedOn) ?? 0) - ticksOfMs(at))).toBeLessThan(10)
    }
  })

  it('makes every kind of change', () => {
    const seen = new Set(changes.map(({ op, resource }) => `${op} ${resource}`))
    for (const wanted of [
      'insert jobs',
      'insert appointments',
      'insert appointment-assignments',
      'insert invoices',
      'insert payments',
      'insert customers',
      'insert locations',
      'insert customer-contacts',
      'update jobs',
      'update appointments',
      'update appointment-assignments',
      'update technicians',
      'update invoices',
      'update customer-contacts',
    ]) {
      expect(seen).toContain(wanted)
    }
  })

  it('leaves consistent records', () => {
    const find = <N extends BusinessChange['resource']>(name: N, id: number | bigint) =>
      sandbox.record(T, name, id)
    const touched = new Set(changes.filter(({ resource }) => resource === 'jobs').map(({ id }) => id))
    const statuses = new Set<string>()
    // Activities that began at the end of the day may be incomplete.
    const late = new Set(changes.slice(-15).map(({ id }) => id))
    let checked = 0
    for (const id of touched) {
      const job = find('jobs', id)
      const visit = find('appointments', job?.lastAppointmentId ?? 0)
      if (!job || !visit || late.has(job.id) || late.has(visit.id)) continue
      checked += 1
      statuses.add(job.jobStatus)
      const expected = { InProgress: 'Working', Completed: 'Done' }[job.jobStatus] ?? job.jobStatus
      expect([id, visit.status]).toEqual([id, expected])
      expect(visit).toMatchObject({ jobId: job.id, customerId: job.customerId })
      expect(find('locations', job.locationId)?.customerId).toBe(job.customerId)
      expect(find('customers', job.customerId)).toBeDefined()
      const invoice = find('invoices', job.invoiceId)
      expect(invoice?.job?.id).toBe(job.id)
      if (job.jobStatus === 'Completed' && job.completedOn && Date.parse(job.completedOn) > start)
        expect(Number(invoice?.subTotal)).toBe(job.total)
    }
    expect(checked).toBeGreaterThan(100)
    expect([...statuses]).toEqual(expect.arrayContaining(['Scheduled', 'Completed', 'Canceled']))
    for (const payment of sandbox.records(T, 'payments')) {
      for (const { appliedTo } of payment.appliedTo ?? [])
        expect(find('invoices', appliedTo)?.customer?.id).toBe(payment.customer?.id)
    }
  })

  it.each(resourceNames)('leaves %s conforming to the contract', async (name) => {
    const records = [...sandbox.records(T, name)]
    const exported = findOperation(name, 'export')
    const operation = exported ?? findOperation(name, 'list')
    if (!operation) throw new Error(`No ${name}`)
    const head = exported
      ? { hasMore: false, continueFrom: 'x' }
      : { page: 1, pageSize: 1, hasMore: false, totalCount: null }
    expect(violations(operation, 200, { ...head, data: records })).toEqual([])
  })

  it('is visible in the exports', async () => {
    const worked = create()
    const client = await connect(worked)
    const { continueFrom: from } = await client.drain('jobs')
    using _day = worked.startBusinessDay({ changesPerMinute: 30 })
    worked.clock.advance(HOUR)
    const { records } = await client.drain('jobs', { from })
    expect(records.length).toBeGreaterThan(10)
    for (const record of records)
      expect(Date.parse(record.modifiedOn)).toBeLessThanOrEqual(worked.clock.now() - 15 * 60_000)
    expect((await client.drain('jobs', { from, includeRecentChanges: true })).records.length).toBeGreaterThan(
      records.length,
    )
  })

  it('ends when it is stopped, and tolerates records that are removed while it runs', () => {
    const worked = create()
    const started = worked.startBusinessDay({ changesPerMinute: 60 })
    for (let n = 0; n < 60; n++) {
      worked.clock.advance(60_000)
      const [job] = worked.records(T, 'jobs')
      const [appointment] = worked.records(T, 'appointments')
      worked.remove(T, 'jobs', job?.id ?? 0)
      worked.remove(
        T,
        'appointments',
        [...worked.records(T, 'appointments')].at(-1)?.id ?? appointment?.id ?? 0,
      )
    }
    const { changeCount } = started
    expect(changeCount).toBeGreaterThan(2_000)
    started.stop()
    worked.clock.advance(HOUR)
    expect(started.changeCount).toBe(changeCount)
  })

  it('runs in real time with a running clock, until the sandbox is closed', async () => {
    const running = createSandbox({ tenants: [{ tenantId: T, sizes }], realNow: Date.now })
    const started = running.startBusinessDay({ changesPerMinute: 6_000 })
    await vi.waitFor(() => expect(started.changeCount).toBeGreaterThan(5), { timeout: 60_000 })
    await running.close()
    const { changeCount } = started
    running.clock.advance(HOUR)
    expect(started.changeCount).toBe(changeCount)
  })

  it('makes no changes in an empty tenant', () => {
    const empty = { jobs: 0, locations: 0, technicians: 0 }
    const idle = createSandbox({ tenants: [{ tenantId: T, sizes: empty }] })
    const started = idle.startBusinessDay()
    idle.clock.advance(HOUR)
    expect(started.changeCount).toBe(0)
  })

  it.each([0, -1, 60_001, Number.NaN])('refuses %d changes per minute', (changesPerMinute) => {
    expect(() => create().startBusinessDay({ changesPerMinute })).toThrow('`changesPerMinute`')
    expect(() => create().startBusinessDay({ tenantId: 5 })).toThrow('tenant 5')
  })
})
