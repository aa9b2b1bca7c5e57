import { expect } from 'vitest'
import { resources } from '../generated/resources.ts'
import { parseTicks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { TestClient } from './client.ts'

/** A record as a list serves it. */
export type Listed = {
  id: number
  active?: boolean
  createdOn: string
  modifiedOn: string
  [field: string]: unknown
}

export const idsOf = (records: { id: unknown }[]): unknown[] => records.map(({ id }) => id)

export const sorted = (ids: unknown[]): unknown[] => ids.toSorted((a, b) => Number(a) - Number(b))

/** Texts of instants do not sort as instants: their fractions are trimmed. */
export const ticks = (instant: unknown): number => parseTicks(String(instant)) ?? Number.NaN

/** What a list must be asked with to show all that it can: inactive records, and anything at all. */
export const everything = (name: ResourceName): Record<string, string> => {
  const shown = {
    active: { active: 'Any' },
    activeState: { activeState: 'All' },
    includeInactive: { includeInactive: 'true' },
    never: {},
    always: {},
  }[resources[name].listActive]
  return { ...anything(name), ...shown }
}

/** What a list must be asked with to answer at all. */
export const anything = (name: ResourceName): Record<string, string> =>
  resources[name].demands.length > 0 ? { modifiedOnOrAfter: '2000-01-01' } : {}

/** The records that a list can show. */
export const showable = <R extends { active: boolean }>(name: ResourceName, records: Iterable<R>): R[] =>
  [...records].filter(({ active }) => active || resources[name].listActive !== 'never')

/** Pages a list to its end, in pages of a size that divides nothing. */
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
