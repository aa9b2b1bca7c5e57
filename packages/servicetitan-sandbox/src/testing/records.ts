import { expect } from 'vitest'
import { resources } from '../generated/resources.ts'
import { parseTicks } from '../lib/ticks.ts'
import { type ResourceName, resourceNames } from '../world/generated/resource-names.ts'
import type { TestClient } from './client.ts'

/** The resources that have a list. */
export const listedNames = resourceNames.filter((name) => resources[name].hasList)

/** The resources that have an export. */
export const exportedNames = resourceNames.filter((name) => resources[name].hasExport)

/** Whether the responses have a field of every record. */
export const shows = (name: ResourceName, field: 'createdOn' | 'modifiedOn' | 'active'): boolean =>
  !resources[name].internal.some((hidden) => hidden === field)

/** A record as returned by a list. */
export type Listed = {
  id: number
  active?: boolean
  createdOn: string
  modifiedOn: string
  [field: string]: unknown
}

export const idsOf = (records: { id: unknown }[]): unknown[] => records.map(({ id }) => id)

export const sorted = (ids: unknown[]): unknown[] => ids.toSorted((a, b) => Number(a) - Number(b))

/** Instants are compared as numbers, because their texts omit trailing zeros. */
export const ticks = (instant: unknown): number => parseTicks(String(instant)) ?? Number.NaN

/** The parameters with which a list returns all records, including inactive ones. */
export const allParameters = (name: ResourceName): Record<string, string> => {
  const shown = {
    active: { active: 'Any' },
    activeState: { activeState: 'All' },
    includeInactive: { includeInactive: 'true' },
    activeOnly: {},
    never: {},
    always: {},
  }[resources[name].listActive]
  return { ...requiredParameters(name), ...shown }
}

/** The parameters that a list requires. */
export const requiredParameters = (name: ResourceName): Record<string, string> =>
  resources[name].requiresOneOf.length > 0 ? { modifiedOnOrAfter: '2000-01-01' } : {}

/** The records that a list can return. */
export const showable = <R extends { active: boolean }>(name: ResourceName, records: Iterable<R>): R[] =>
  [...records].filter(({ active }) => active || resources[name].listActive !== 'never')

/** Reads a list to its end, with a page size that does not divide the totals. */
export const listAll = async (
  client: TestClient,
  name: ResourceName,
  parameters: Record<string, string | number | boolean> = {},
): Promise<Listed[]> => {
  const records: Listed[] = []
  for (let page = 1; ; page++) {
    const { status, body } = await client.list(name, { pageSize: 37, ...parameters, page })
    expect(status).toBe(200)
    records.push(...body.data)
    if (!body.hasMore) return records
    expect(body.data).toHaveLength(body.pageSize)
  }
}
