import { describe, expect, it } from 'vitest'
import { parseTicks } from '../lib/ticks.ts'
import { createSandbox } from '../sandbox.ts'
import type { ResourceName } from './generated/resource-names.ts'

const T = 7
const sandbox = createSandbox({ tenants: [{ tenantId: T, sizes: { locations: 225, jobs: 900 } }] })
const all = <N extends ResourceName>(name: N) => [...sandbox.records(T, name)]
const byId = <R extends { id: unknown }>(records: R[]) =>
  new Map(records.map((record) => [record.id, record]))
const ticks = (text: string): number => parseTicks(text) ?? Number.NaN
const cents = (amount: string | null): number => Math.round(Number(amount) * 100)

const customers = byId(all('customers'))
const locations = byId(all('locations'))
const jobs = byId(all('jobs'))
const invoices = byId(all('invoices'))
const estimates = byId(all('estimates'))
const technicians = byId(all('technicians'))
const businessUnits = byId(all('business-units'))
const tagTypes = byId(all('tag-types'))

describe('customers', () => {
  it('own every location, and are older than their locations', () => {
    for (const { customerId, createdOn, mergedToId } of locations.values()) {
      const owner = customers.get(customerId)
      expect(owner).toBeDefined()
      if (mergedToId === null && owner) expect(ticks(owner.createdOn)).toBeLessThan(ticks(createdOn))
    }
    const owners = new Set([...locations.values()].map(({ customerId }) => customerId))
    for (const { id, mergedToId } of customers.values()) expect(owners.has(id)).toBe(mergedToId === null)
  })

  it('are merged only into active customers, which then own their locations', () => {
    const merged = [...customers.values()].filter(({ mergedToId }) => mergedToId !== null)
    expect(merged.length).toBeGreaterThan(0)
    for (const { active, mergedToId } of merged) {
      expect(active).toBe(false)
      expect(customers.get(mergedToId ?? 0)).toMatchObject({ active: true, mergedToId: null })
    }
  })

  it('and locations have contacts, some inactive, whose changes do not modify them', () => {
    const [ofCustomers, ofLocations] = [all('customer-contacts'), all('location-contacts')]
    expect(ofCustomers.every(({ customerId }) => customers.has(customerId))).toBe(true)
    expect(ofLocations.every(({ locationId }) => locations.has(locationId))).toBe(true)
    expect(new Set(ofCustomers.map(({ active }) => active)).size).toBe(2)

    const [{ id, customerId } = { id: 0, customerId: 0 }] = ofCustomers
    const before = sandbox.record(T, 'customers', customerId)
    sandbox.update(T, 'customer-contacts', id, { memo: 'after six' })
    expect(sandbox.record(T, 'customers', customerId)).toEqual(before)
  })
})

describe('jobs', () => {
  it('refer to records that existed when they were booked', () => {
    const jobTypes = byId(all('job-types'))
    const campaigns = byId(all('campaigns'))
    for (const {
      businessUnitId,
      jobTypeId,
      campaignId,
      tagTypeIds,
      customerId,
      createdOn,
    } of jobs.values()) {
      for (const referred of [
        businessUnits.get(businessUnitId),
        jobTypes.get(jobTypeId),
        campaigns.get(campaignId),
        customers.get(customerId),
        ...tagTypeIds.map((id) => tagTypes.get(id)),
      ]) {
        expect(ticks(referred?.createdOn ?? '')).toBeLessThan(ticks(createdOn))
      }
    }
    expect([...jobs.values()].some(({ tagTypeIds }) => tagTypeIds.length > 0)).toBe(true)
  })

  it('have the invoice and the estimates that refer to them', () => {
    for (const { id, invoiceId, estimateIds, soldById, total } of jobs.values()) {
      const invoice = invoices.get(invoiceId)
      expect(invoice).toMatchObject({ job: { id }, adjustmentToId: null })
      expect(cents(invoice?.subTotal ?? null)).toBe(Math.round((total ?? 0) * 100))
      const own = estimateIds.map((estimate) => estimates.get(estimate))
      for (const estimate of own) expect(estimate?.jobId).toBe(id)
      if (soldById !== null) expect(own.map((estimate) => estimate?.soldBy)).toContain(soldById)
    }
    const named = [...jobs.values()].flatMap(({ estimateIds }) => estimateIds)
    expect(new Set(named).size).toBe(estimates.size)
  })
})

describe('money', () => {
  const applied = all('payments').flatMap(({ active, appliedTo, customer }) =>
    (appliedTo ?? []).map((part) => ({ ...part, active, customer })),
  )

  it('adds up from items to subtotals, and from payments to the paid part of totals', () => {
    const paid = Map.groupBy(applied, ({ appliedTo }) => appliedTo)
    for (const { id, items, subTotal, salesTax, total, balance } of invoices.values()) {
      const sum = (items ?? []).reduce((cash, item) => cash + cents(item.total), 0)
      expect(sum).toBe(cents(subTotal))
      expect(cents(subTotal) + cents(salesTax)).toBe(cents(total))
      const payments = (paid.get(id) ?? []).reduce((cash, part) => cash + cents(part.appliedAmount), 0)
      expect(cents(total) - payments).toBe(cents(balance))
    }
    const isPaid = [...invoices.values()].filter(({ paidOn }) => paidOn !== null)
    expect(isPaid.length).toBeGreaterThan(100)
    expect(isPaid.every(({ balance }) => balance === '0.00')).toBe(true)
  })

  it('comes from the customers of the invoices, and not from voided payments', () => {
    expect(applied.length).toBeGreaterThan(100)
    for (const { active, appliedTo, customer } of applied) {
      expect(active).toBe(true)
      expect(invoices.get(appliedTo)?.customer).toEqual(customer)
    }
    for (const { total, unappliedAmount, appliedTo } of all('payments')) {
      const used = (appliedTo ?? []).reduce((cash, part) => cash + cents(part.appliedAmount), 0)
      expect(cents(total) - used).toBe(cents(unappliedAmount))
    }
    for (const { customer, location, job } of invoices.values()) {
      expect(locations.get(location?.id ?? 0)).toMatchObject({
        customerId: customer?.id,
        name: location?.name,
      })
      expect(jobs.get(job?.id ?? 0)).toMatchObject({ customerId: customer?.id, locationId: location?.id })
      expect(customers.get(customer?.id ?? 0)?.name).toBeDefined()
    }
  })

  it('adds up from items to estimates', () => {
    for (const { items, subtotal, status, soldOn, soldBy, createdOn, modifiedOn } of estimates.values()) {
      if (items) {
        const sum = items.reduce((cash, item) => cash + Math.round(item.total * 100), 0)
        expect(sum).toBe(Math.round(subtotal * 100))
      }
      expect(soldOn !== null).toBe(status?.name === 'Sold')
      if (soldOn === null) continue
      expect(technicians.has(soldBy ?? 0)).toBe(true)
      expect(ticks(soldOn)).toBeGreaterThanOrEqual(ticks(createdOn))
      expect(ticks(soldOn)).toBeLessThanOrEqual(ticks(modifiedOn))
    }
  })
})

describe('the staff', () => {
  it('has technicians in existing teams and zones, and zones list their technicians', () => {
    const teams = new Set(all('teams').map(({ name }) => name))
    const zones = byId(all('zones'))
    let checked = 0
    for (const { id, team, zoneIds, mainZoneId } of technicians.values()) {
      if (team !== null) expect(teams).toContain(team)
      if (zoneIds !== null) expect(zoneIds).toContain(mainZoneId)
      for (const zoneId of zoneIds ?? []) {
        const zone = zones.get(zoneId)
        expect(zone).toBeDefined()
        if (zone?.technicians === null) continue
        expect(zone?.technicians).toContain(id)
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(10)
    for (const { technicians: members } of zones.values())
      expect((members ?? []).every((id) => technicians.has(id))).toBe(true)
  })

  it('has employees, who are the creators of records', () => {
    const users = new Set(all('employees').map(({ userId }) => userId))
    for (const name of ['customers', 'locations', 'jobs', 'appointments'] as const)
      expect(all(name).every(({ createdById }) => users.has(createdById))).toBe(true)
    const logins = new Set(all('employees').map(({ loginName }) => loginName))
    expect([...invoices.values()].every(({ createdBy }) => logins.has(createdBy))).toBe(true)
  })
})
