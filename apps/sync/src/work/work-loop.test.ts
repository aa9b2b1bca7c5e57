import { expect, test } from 'vitest'
import { busyTenants, slotsPerTenant } from './work-loop.ts'

test('a tenant gets at most half of the slots unless it is the only one', () => {
  expect([1, 2, 3, 8].map((concurrency) => slotsPerTenant(concurrency, 2))).toEqual([1, 1, 2, 4])
  expect(slotsPerTenant(8, 1)).toBe(8)
  const active = ['1', '1', '2'].map((tenantId) => ({ tenantId }))
  expect(busyTenants(active, 2)).toEqual(['1'])
  expect(busyTenants(active, 3)).toEqual([])
})
