import { expect, test } from 'vitest'
import { resourceMap } from './generated/resources.ts'
import { type Resource, resources } from './index.ts'
import { inSyncOrder, sourcesOf } from './sync-order.ts'

test('what a resource refers to and what it derives values from come before it', () => {
  const names = resources.map(({ name }) => name)
  for (const [position, resource] of resources.entries()) {
    const before: readonly string[] = names.slice(0, position)
    expect(before).toEqual(expect.arrayContaining([...resource.syncedAfter, ...sourcesOf(resource)]))
    expect(resource.syncedAfter.filter((name) => sourcesOf(resource).includes(name))).toEqual([])
  }
})

test('knows what values are derived from, columns and members of full_data', () => {
  expect(sourcesOf(resourceMap.jobs).toSorted()).toEqual(['appointment-assignments', 'appointments'])
  expect(sourcesOf(resourceMap.campaigns)).toEqual([])
})

test('the order does not depend on the order of what is given', () => {
  expect(inSyncOrder(resources.toReversed())).toEqual(resources)
})

test('refuses resources that wait for each other, and unknown names', () => {
  const named = (name: string, ...syncedAfter: string[]): Resource => ({
    ...resourceMap.teams,
    name,
    syncedAfter,
  })
  expect(() => inSyncOrder([named('a', 'b'), named('b', 'c'), named('c', 'b')])).toThrow('b, c, b')
  expect(() => inSyncOrder([named('a', 'x')])).toThrow('Expected the name of a resource in a, got x')
})
