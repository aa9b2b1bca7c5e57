import { describe, expect, it } from 'vitest'
import { byId, createStory, daysBetween, meanOf, medianOf, plainName, shareOf } from '../testing/story.ts'
import { kindOf } from '../world/trades.ts'

const story = createStory()
const { jobs, completed, typeOf } = story
const kindOfJob = (job: { jobTypeId: number }) => kindOf(typeOf(job))
const charged = completed.filter(({ noCharge }) => !noCharge)
const invoices = byId(story.all('invoices'))
const estimates = story.all('estimates')
const offers = Map.groupBy(estimates, ({ jobId }) => jobId)
const jobById = byId(jobs)
const soldOf = (id: unknown) => (offers.get(Number(id)) ?? []).filter(({ status }) => status?.name === 'Sold')

describe('prices', () => {
  it.each([
    ['tune-up', 99, 199],
    ['repair', 180, 900],
    ['install', 6_000, 18_000],
  ] as const)('of a %s are from %d to %d, a quarter more or less by technician', (kind, from, to) => {
    const paid = charged.filter((job) => kindOfJob(job) === kind && job.total !== 89)
    expect(paid.length).toBeGreaterThan(400)
    const totals = paid.map(({ total }) => total ?? 0)
    expect(Math.min(...totals)).toBeGreaterThanOrEqual(0.75 * from)
    expect(Math.max(...totals)).toBeLessThanOrEqual(1.25 * to)
    expect(Math.max(...totals) / Math.min(...totals)).toBeGreaterThan((0.8 * to) / from)
  })

  it('are 0 for callbacks, and for offers of a system that are declined; 89 for declined repairs', () => {
    const of = (kind: string) => completed.filter((job) => kindOfJob(job) === kind)
    expect(of('callback').every(({ total }) => total === 0)).toBe(true)
    for (const job of [...of('sale'), ...of('repair')]) {
      if (job.estimateIds.length === 0 || soldOf(job.id).length > 0 || job.noCharge) continue
      expect([job.id, job.total]).toEqual([job.id, kindOfJob(job) === 'sale' ? 0 : 89])
    }
  })

  it('differ by technician', () => {
    const repairs = charged.filter((job) => kindOfJob(job) === 'repair' && job.total !== 89)
    const byTechnician = Map.groupBy(
      repairs,
      ({ invoiceId }) => invoices.get(invoiceId)?.items?.[0]?.technicianId,
    )
    const means = [...byTechnician.values()]
      .filter(({ length }) => length > 300)
      .map((own) => meanOf(own.map(({ total }) => total ?? 0)))
    expect(means.length).toBeGreaterThan(8)
    expect(Math.max(...means)).toBeGreaterThan(1.3 * Math.min(...means))
  })

  it('reach the threshold of the type if something was sold, and not if it was declined', () => {
    for (const job of charged) {
      const threshold = story.types.get(job.jobTypeId)?.soldThreshold ?? 0
      if (soldOf(job.id).length > 0) expect(job.total).toBeGreaterThanOrEqual(threshold)
      else if (job.estimateIds.length > 0 && kindOfJob(job) !== 'install')
        expect(job.total).toBeLessThan(threshold)
    }
  })
})

describe('estimates', () => {
  it('are up to three options with ascending prices, of which at most one is sold, for the invoice', () => {
    let sold = 0
    for (const [jobId, own] of offers) {
      const prices = own.toSorted((a, b) => Number(a.id) - Number(b.id)).map(({ subtotal }) => subtotal)
      expect(prices).toEqual(prices.toSorted((a, b) => a - b))
      const accepted = own.filter(({ status }) => status?.name === 'Sold')
      expect(accepted.length).toBeLessThanOrEqual(1)
      const job = jobById.get(Number(jobId))
      if (accepted.length === 0 || job?.jobStatus !== 'Completed') continue
      sold += 1
      expect(Number(invoices.get(job.invoiceId)?.subTotal)).toBe(accepted[0]?.subtotal)
      expect(accepted[0]).toMatchObject({ active: true, soldBy: job.soldById })
    }
    expect(sold).toBeGreaterThan(1_000)
    expect(shareOf([...offers.values()], ({ length }) => length === 3)).toBeGreaterThan(0.7)
  })

  const decided = completed.filter((job) => job.estimateIds.length > 0 && kindOfJob(job) !== 'install')
  const isWon = ({ id }: { id: unknown }) => soldOf(id).length > 0
  const winRates = (groupOf: (job: (typeof decided)[number]) => unknown) =>
    new Map(
      [...Map.groupBy(decided, groupOf)]
        .filter(([, own]) => own.length > 100)
        .map(([group, own]) => [group, shareOf(own, isWon)]),
    )

  it('are won more often by some technicians, of cheap work, and of customers of good campaigns', () => {
    const byTechnician = winRates(({ invoiceId, id }) => {
      const { items } = invoices.get(invoiceId) ?? {}
      return items?.[0]?.technicianId ?? offers.get(Number(id))?.[0]?.soldBy
    })
    expect(Math.max(...byTechnician.values())).toBeGreaterThan(0.15 + Math.min(...byTechnician.values()))
    const byPrice = winRates(({ id, jobTypeId }) => {
      const cheapest = Math.min(...(offers.get(Number(id)) ?? []).map(({ subtotal }) => subtotal))
      return kindOfJob({ jobTypeId }) === 'repair' ? cheapest > 350 : undefined
    })
    expect(byPrice.get(false)).toBeGreaterThan((byPrice.get(true) ?? 1) + 0.1)
    const campaigns = byId(story.all('campaigns'))
    const byCampaign = winRates(({ campaignId }) => plainName(campaigns.get(campaignId)?.name))
    expect(byCampaign.get('Referral – Freunde & Família')).toBeGreaterThan(
      (byCampaign.get('Radio 98.5') ?? 1) + 0.1,
    )
  })

  it('are sold by a technician who was at the job', () => {
    const assigned = Map.groupBy(story.all('appointment-assignments'), ({ jobId }) => jobId)
    const sold = completed.filter(({ soldById }) => soldById !== null)
    const wasThere = (job: (typeof sold)[number]) =>
      (assigned.get(job.id) ?? []).some(({ technicianId }) => technicianId === job.soldById)
    expect(sold.length).toBeGreaterThan(1_000)
    expect(shareOf(sold, wasThere)).toBeGreaterThan(0.99)
  })
})

describe('invoices', () => {
  const customers = byId(story.all('customers'))
  const billed = [...invoices.values()].filter(({ total }) => Number(total) > 0)
  const typeOfCustomer = ({ customer }: (typeof billed)[number]) => customers.get(Number(customer?.id))?.type

  it('are dated when the work was completed, and due by the customer’s term', () => {
    for (const invoice of billed) {
      const { completedOn } = jobById.get(Number(invoice.job?.id)) ?? {}
      expect(invoice.invoiceDate?.slice(0, 10)).toBe(completedOn?.slice(0, 10))
      if (invoice.dueDate === null) continue
      const isBusiness = typeOfCustomer(invoice) === 'Commercial'
      expect(daysBetween(invoice.invoiceDate, invoice.dueDate)).toBe(isBusiness ? 30 : 0)
      expect(invoice.termName).toBe(isBusiness ? 'Net 30' : 'Due Upon Receipt')
    }
  })

  it('are paid at once by most private customers, by the others in weeks, by businesses in months', () => {
    const applied = story
      .all('payments')
      .flatMap(({ date, appliedTo }) =>
        (appliedTo ?? []).map(({ appliedTo: invoice }) => [invoice, date] as const),
      )
    const paidOn = new Map(applied.toReversed())
    const delays = (type: string) =>
      billed
        .filter((invoice) => paidOn.has(invoice.id) && typeOfCustomer(invoice) === type)
        .map((invoice) => daysBetween(invoice.invoiceDate, paidOn.get(invoice.id) ?? null))
    const [ofPrivate, ofBusiness] = [delays('Residential'), delays('Commercial')]
    expect(shareOf(ofPrivate, (days) => days === 0)).toBeGreaterThan(0.6)
    const later = ofPrivate.filter((days) => days > 0)
    expect(Math.abs(medianOf(later) - 12)).toBeLessThanOrEqual(1)
    expect(Math.abs(medianOf(ofBusiness) - 45)).toBeLessThanOrEqual(2)
    expect(Math.max(...ofBusiness)).toBeGreaterThanOrEqual(65)
    expect(Math.min(...ofBusiness)).toBeLessThanOrEqual(25)
  })

  it('are never paid in 2 % of cases, and adjusted in 1.5 %', () => {
    const old = billed.filter(
      ({ invoiceDate }) => story.now - Date.parse(invoiceDate ?? '') > 120 * 86_400_000,
    )
    const unpaid = shareOf(old, ({ balance, total }) => balance === total)
    expect(unpaid).toBeGreaterThan(0.015)
    expect(unpaid).toBeLessThan(0.035)
    const adjustments = [...invoices.values()].filter(({ adjustmentToId }) => adjustmentToId !== null)
    expect(adjustments.every(({ total }) => Number(total) < 0)).toBe(true)
    expect(adjustments.length / completed.length).toBeGreaterThan(0.013)
    expect(adjustments.length / completed.length).toBeLessThan(0.018)
  })

  it('charge the hours of work, which are about those of the visits', () => {
    const hours = billed.map(({ items }) =>
      (items ?? []).reduce((sum, item) => sum + (item.soldHours ?? 0), 0),
    )
    expect(meanOf(hours)).toBeGreaterThan(2)
    expect(meanOf(hours)).toBeLessThan(4)
  })
})
