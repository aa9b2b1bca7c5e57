import { describe, expect, it } from 'vitest'
import type { JobRecord } from '../resources/jobs.ts'
import { createSandbox } from '../sandbox.ts'
import { SANDBOX_TENANT_ID } from '../settings/options.ts'
import { byId, daysBetween, shareOf } from '../testing/story.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { kindOf } from '../world/trades.ts'

const T = SANDBOX_TENANT_ID
const HOUR = 3_600_000

/** Four weekdays of a November, from Tuesday morning in the United States. */
const START = Date.parse('2026-11-10T12:00:00Z')

const sandbox = createSandbox({
  seed: 'a',
  now: START,
  historyDays: 180,
  tenants: [{ tenantId: T, sizes: { locations: 600, jobs: 2_500, technicians: 24 } }],
})
/** When jobs changed, in milliseconds since 1970. */
const jobChanges = new Map<unknown, number[]>()
sandbox.startBusinessDay({
  isPlanned: true,
  changesPerMinute: 8,
  onChange: ({ resource, id, at }) => {
    if (resource === 'jobs') jobChanges.set(id, [...(jobChanges.get(id) ?? []), at])
  },
})
sandbox.clock.advance(94 * HOUR)

const all = <N extends ResourceName>(name: N) => [...sandbox.records(T, name)]
const [types, customers, invoices] = [byId(all('job-types')), byId(all('customers')), byId(all('invoices'))]
const isNew = ({ createdOn }: { createdOn: string }) => Date.parse(createdOn) >= START
const typeOf = ({ jobTypeId }: JobRecord) => types.get(jobTypeId)?.name ?? ''
const booked = all('jobs').filter(isNew)
const completed = all('jobs').filter(({ completedOn }) => Date.parse(completedOn ?? '') > START)
const isCorrected = ({ id, completedOn }: JobRecord) =>
  (jobChanges.get(id) ?? []).some((at) => at > Date.parse(completedOn ?? '') + HOUR / 2)
const offers = Map.groupBy(all('estimates'), ({ jobId }) => jobId)

describe('a business day', () => {
  it('has the work of its season, some of it recalls of the weeks before', () => {
    expect(booked.length).toBeGreaterThan(250)
    const count = (name: string) => booked.filter((job) => typeOf(job).startsWith(name)).length
    expect(count('No heat') + count('Fall tune-up')).toBeGreaterThan(
      5 * (count('No cool') + count('Spring tune-up')),
    )
    const recalls = booked.filter(({ recallForId }) => recallForId !== null)
    expect(recalls.length).toBeGreaterThan(2)
    for (const recall of recalls) {
      const original = sandbox.record(T, 'jobs', recall.recallForId ?? 0)
      expect(original).toMatchObject({ customerId: recall.customerId, jobStatus: 'Completed' })
      expect(daysBetween(original?.completedOn ?? null, recall.createdOn)).toBeLessThan(26)
      expect([typeOf(recall), recall.noCharge]).toEqual(['Warranty callback', true])
    }
  })

  it('charges prices by the kind of work', () => {
    const usual = completed.filter((job) => !isCorrected(job))
    const prices = Map.groupBy(usual, (job) => kindOf(typeOf(job)))
    const totals = (kind: Parameters<typeof prices.get>[0]) =>
      (prices.get(kind) ?? []).filter(({ noCharge }) => !noCharge).map(({ total }) => total ?? 0)
    expect(totals('repair').length).toBeGreaterThan(60)
    for (const total of totals('repair').filter((paid) => paid !== 89)) {
      expect(total).toBeGreaterThanOrEqual((0.75 * 180) / 1.4)
      expect(total).toBeLessThanOrEqual(1.25 * 900 * (2 / 1.4))
    }
    for (const total of totals('tune-up')) expect(total).toBeLessThanOrEqual(1.25 * 199)
    expect(totals('install').length + totals('sale').length).toBeGreaterThan(5)
    for (const total of totals('install')) expect(total).toBeGreaterThanOrEqual((0.75 * 6_000) / 1.4)
    expect(totals('callback')).toEqual([])
  })

  it('offers options, of which at most one is sold, for the invoice of the job', () => {
    const offered = completed.filter((job) => (offers.get(job.id) ?? []).some(isNew))
    expect(offered.length).toBeGreaterThan(10)
    let sold = 0
    for (const job of offered) {
      const own = offers.get(job.id) ?? []
      expect(own.map(({ id }) => id).toSorted()).toEqual(job.estimateIds.toSorted())
      const accepted = own.filter(({ status }) => status?.name === 'Sold')
      expect(accepted.length).toBeLessThanOrEqual(1)
      for (const { items, subtotal } of own)
        expect((items ?? []).reduce((sum, item) => sum + item.total, 0)).toBeCloseTo(subtotal, 6)
      if (!accepted[0] || isCorrected(job)) continue
      sold += 1
      expect(accepted[0].subtotal).toBe(job.total)
      expect(accepted[0].soldBy).toBe(job.soldById)
    }
    expect(sold).toBeGreaterThan(5)
  })

  it('dates invoices when the work is completed; most private customers pay at once', () => {
    const billed = completed.flatMap((job) => invoices.get(job.invoiceId) ?? [])
    for (const [index, invoice] of billed.entries()) {
      expect(Number(invoice.subTotal)).toBe(completed[index]?.total)
      expect(invoice.invoiceDate?.slice(0, 10)).toBe(completed[index]?.completedOn?.slice(0, 10))
      const isBusiness = customers.get(Number(invoice.customer?.id))?.type === 'Commercial'
      expect(daysBetween(invoice.invoiceDate, invoice.dueDate)).toBe(isBusiness ? 30 : 0)
    }
    const charged = billed.filter(({ total }) => Number(total) > 0)
    const paid = shareOf(charged, ({ balance }) => balance === '0.00')
    expect(paid).toBeGreaterThan(0.45)
    expect(paid).toBeLessThan(0.8)
  })

  it('corrects about 3 % of completed jobs hours later, and their invoices with them', () => {
    const corrected = completed.filter(isCorrected)
    expect(shareOf(completed, isCorrected)).toBeGreaterThan(0.01)
    expect(shareOf(completed, isCorrected)).toBeLessThan(0.05)
    for (const job of corrected) {
      const invoice = invoices.get(job.invoiceId)
      expect(invoice?.businessUnit?.id).toBe(job.businessUnitId)
      const cents = (invoice?.items ?? []).reduce(
        (sum, { total }) => sum + Math.round(Number(total) * 100),
        0,
      )
      expect(cents / 100).toBe(job.total)
    }
  })
})
