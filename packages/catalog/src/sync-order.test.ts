import { expect, test } from 'vitest'
import { resourceMap } from './generated/resources.ts'
import { type Resource, resources } from './index.ts'
import { inSyncOrder, sourcesOf } from './sync-order.ts'

test('the sync order has referenced resources and derivation sources first', () => {
  const names = resources.map(({ name }) => name)
  for (const [position, resource] of resources.entries()) {
    const before: readonly string[] = names.slice(0, position)
    expect(before).toEqual(expect.arrayContaining([...resource.syncedAfter, ...sourcesOf(resource)]))
    expect(resource.syncedAfter.filter((name) => sourcesOf(resource).includes(name))).toEqual([])
  }
})

test('sourcesOf lists the derivation sources of columns and of fields of full_data', () => {
  expect(sourcesOf(resourceMap.jobs).toSorted()).toEqual(['appointment-assignments', 'appointments'])
  expect(sourcesOf(resourceMap.campaigns)).toEqual([])
})

test('the sync order does not depend on the input order', () => {
  expect(inSyncOrder(resources.toReversed())).toEqual(resources)
})

test('inSyncOrder refuses circular dependencies and unknown names', () => {
  const named = (name: string, ...syncedAfter: string[]): Resource => ({
    ...resourceMap.teams,
    name,
    syncedAfter,
  })
  expect(() => inSyncOrder([named('a', 'b'), named('b', 'c'), named('c', 'b')])).toThrow('b, c, b')
  expect(() => inSyncOrder([named('a', 'x')])).toThrow('Expected a resource name in a, got x')
})
