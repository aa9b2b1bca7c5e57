import { expect } from 'vitest'
import type { ResourceName } from '../resources/records.ts'
import { parseTicks } from '../ticks.ts'
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
