import { describe, expect, it } from 'vitest'
import { parseTicks } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import { connect } from '../testing/client.ts'
import { listAll } from '../testing/records.ts'
import type { ResourceName } from './generated/resource-names.ts'

const T = 1_001_001
const sandbox = createSandbox({ tenants: [{ tenantId: T, sizes: { locations: 900, jobs: 900 } }] })
const all = <N extends ResourceName>(name: N) => [...sandbox.records(T, name)]
const byId = <R extends { id: unknown }>(records: R[]) =>
  new Map(records.map((record) => [record.id, record]))
const ticks = (text: string | null | undefined): number => parseTicks(text ?? '') ?? Number.NaN
const now = new Date(sandbox.clock.now()).toISOString()

describe('memberships', () => {
  const customers = byId(all('customers'))
  const memberships = byId(all('memberships'))
  const changesOf = Map.groupBy(all('membership-status-changes'), ({ membershipId }) => membershipId)

  it('are those of a fifth of the customers, of existing types, units and locations', () => {
    const [types, units, locations] = [
      byId(all('membership-types')),
      byId(all('business-units')),
      byId(all('locations')),
    ]
    expect(memberships.size / customers.size).toBeGreaterThan(0.15)
    expect(memberships.size / customers.size).toBeLessThan(0.25)
    for (const {
      customerId,
      membershipTypeId,
      businessUnitId,
      locationId,
      createdOn,
    } of memberships.values()) {
      const customer = customers.get(customerId)
      expect(customer?.mergedToId).toBeNull()
      expect(ticks(createdOn)).toBeGreaterThanOrEqual(ticks(customer?.createdOn))
      expect(ticks(types.get(membershipTypeId)?.createdOn)).toBeLessThan(ticks(createdOn))
      expect(units.has(businessUnitId)).toBe(true)
      if (locationId !== null) expect(locations.get(locationId)?.customerId).toBe(customerId)
    }
    expect(new Set([...memberships.values()].map(({ membershipTypeId }) => membershipTypeId)).size).toBe(3)
  })

  it('change their status step by step from Active to the present one', () => {
    for (const [membershipId, changes] of changesOf) {
      const membership = memberships.get(membershipId)
      const sorted = changes.toSorted((a, b) => ticks(a.createdOn) - ticks(b.createdOn))
      expect(sorted.map(({ oldStatus }) => oldStatus)).toEqual([
        'Active',
        ...sorted.slice(0, -1).map(({ newStatus }) => newStatus),
      ])
      expect(sorted.at(-1)?.newStatus).toBe(membership?.status)
      expect(ticks(sorted[0]?.createdOn)).toBeGreaterThan(ticks(membership?.createdOn))
      expect(ticks(sorted.at(-1)?.createdOn)).toBeLessThanOrEqual(ticks(membership?.modifiedOn))
    }
    for (const { id, status } of memberships.values()) if (!changesOf.has(id)) expect(status).toBe('Active')
    const statuses = new Set([...memberships.values()].map(({ status }) => status))
    expect([...statuses].toSorted()).toEqual(['Active', 'Canceled', 'Expired', 'Suspended'])
  })

  it('have dates that agree with their status', () => {
    for (const { id, status, from, to, cancellationDate, nextScheduledBillDate } of memberships.values()) {
      const last = changesOf.get(id)?.at(-1)?.createdOn
      expect(cancellationDate).toBe(status === 'Canceled' ? last : null)
      if (status === 'Expired' || status === 'Canceled') expect(to?.slice(0, 10)).toBe(last?.slice(0, 10))
      else if (to !== null) expect(ticks(to)).toBeGreaterThan(ticks(now))
      if (to !== null) expect(ticks(from)).toBeLessThanOrEqual(ticks(to))
      if (nextScheduledBillDate !== null) expect([status, to]).toEqual(['Active', null])
    }
  })

  it('are named by the jobs and invoices of their customers, from their beginning on', () => {
    const named = all('jobs').filter(({ membershipId }) => membershipId !== null)
    expect(named.length).toBeGreaterThan(50)
    for (const { membershipId, customerId, createdOn } of named) {
      const membership = memberships.get(membershipId ?? 0)
      expect(membership?.customerId).toBe(customerId)
      expect(ticks(membership?.createdOn)).toBeLessThanOrEqual(ticks(createdOn))
    }
    for (const { membershipId, customer } of all('invoices'))
      if (membershipId !== null) expect(memberships.get(membershipId)?.customerId).toBe(customer?.id)
  })
})

describe('costs of campaigns', () => {
  const costs = all('campaign-costs')

  it('are those of most campaigns, one for each month until now, from their beginning on', () => {
    const campaigns = byId(all('campaigns'))
    const keys = costs.map(({ campaignId, year, month }) => `${campaignId} ${12 * year + month}`)
    expect(new Set(keys).size).toBe(costs.length)
    const monthOf = ({ year, month }: (typeof costs)[number]) => `${year}-${String(month).padStart(2, '0')}`
    for (const cost of costs) {
      const { createdOn = '9' } = campaigns.get(cost.campaignId) ?? {}
      expect(createdOn.slice(0, 7) <= monthOf(cost)).toBe(true)
      expect(cost.dailyCost).toBeGreaterThan(0)
    }
    expect(costs.map(monthOf).toSorted().at(-1)).toBe(now.slice(0, 7))
    const paid = new Set(costs.map(({ campaignId }) => campaignId))
    expect(paid.size).toBeGreaterThan(campaigns.size / 2)
    expect(paid.size).toBeLessThan(campaigns.size)
  })

  it('are a few percent of the revenue of the year', () => {
    const year = Number(now.slice(0, 4)) - 1
    const spent = costs
      .filter((cost) => cost.year === year)
      .reduce((sum, cost) => sum + cost.dailyCost * new Date(year, cost.month, 0).getDate(), 0)
    const earned = all('jobs')
      .filter(({ completedOn }) => completedOn?.startsWith(String(year)))
      .reduce((sum, { total }) => sum + (total ?? 0), 0)
    expect(spent / earned).toBeGreaterThan(0.005)
    expect(spent / earned).toBeLessThan(0.3)
  })

  it('are listed without times, by year, month and campaign, and sorted by date', async () => {
    const client = await connect(sandbox)
    const [{ year, month, campaignId } = { year: 0, month: 0, campaignId: 0 }] = costs
    const wanted = costs.filter((cost) => cost.year === year && cost.month === month)
    const found = await listAll(client, 'campaign-costs', { year, month })
    expect(found.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => Number(id)).toSorted())
    expect(Object.keys(found[0] ?? {}).toSorted()).toEqual(['campaignId', 'dailyCost', 'id', 'month', 'year'])
    const sorted = await listAll(client, 'campaign-costs', { campaignId: Number(campaignId), sort: '+Date' })
    const dates = sorted.map((cost) => 12 * Number(cost.year) + Number(cost.month))
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
    expect(dates.length).toBe(costs.filter((cost) => cost.campaignId === campaignId).length)
    // Ranges of time are no parameters of this list, so they are ignored.
    const ranged = await client.list('campaign-costs', { createdBefore: 'yesterday', includeTotal: true })
    expect(ranged.body.totalCount).toBe(costs.length)
  })

  it('keep their internal times and `active` when they change', () => {
    const changing = createSandbox({ tenants: [{ tenantId: T, sizes: { jobs: 60, locations: 30 } }] })
    const [cost] = changing.records(T, 'campaign-costs')
    const updated = changing.update(T, 'campaign-costs', cost?.id ?? 0, { dailyCost: 12.5 })
    expect([updated.active, updated.createdOn]).toEqual([true, cost?.createdOn])
    expect(JSON.parse(JSON.stringify(updated))).toEqual({
      id: cost?.id,
      year: cost?.year,
      month: cost?.month,
      dailyCost: 12.5,
      campaignId: cost?.campaignId,
    })
  })
})
