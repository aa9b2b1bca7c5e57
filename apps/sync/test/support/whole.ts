import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { derivedIn } from '../../src/cache/derived-values.ts'
import { tables } from '../../src/cache/tables.ts'
import { readBookkeeping } from './bookkeeping.ts'
import { replayChanges } from './changes.ts'
import { readDerived } from './derived.ts'
import type { JsonRecord, Whole, Wholeness } from './wholeness.ts'

/**
 * Expects that no record is lost or duplicated and that all bookkeeping is true: the live rows are exactly the
 * sandbox's current records, with the same `full_data`; derived values match their sources; the quarantine is empty;
 * runs and states are consistent with each other and with the rows; the change feed has no gap and ends at the live
 * rows.
 */
export async function expectWhole(tenant: Whole, wholeness: Wholeness = {}): Promise<void> {
  const synced = wholeness.tables ?? tables
  const problems: unknown[] = []
  for (const table of synced) problems.push(...(await compareTable(tenant, table, wholeness)))
  const derived = await readDerived(tenant.pool, tenant.tenantId)
  problems.push(...differences(derived.expected, derived.stored, 'derived'))
  problems.push(...(await readBookkeeping(tenant, synced, wholeness)))
  problems.push(...(await replayChanges(tenant)))
  expect({ problems: problems.length, first: problems.slice(0, 8) }).toEqual({ problems: 0, first: [] })
  const { rows } = await tenant.pool.query(
    `SELECT count(*)::integer AS open FROM raw.quarantine WHERE tenant_id = $1 AND resolved_at IS NULL`,
    [tenant.tenantId],
  )
  expect({ quarantined: rows[0].open }).toEqual({ quarantined: wholeness.quarantined ?? 0 })
}

/** Fields of the feed that a list omits; either version may be stored. */
const feedOnly: Readonly<Record<string, readonly string[]>> = { st_jobs: ['active'] }

async function compareTable(
  { tenantId, id, sandbox, pool }: Whole,
  table: CacheTable,
  { sent = (record) => record, isPartial = false }: Wholeness,
): Promise<unknown[]> {
  const { rows } = await pool.query<{ st_id: string; full_data: JsonRecord }>(
    `SELECT st_id, full_data FROM raw.${table.name} WHERE tenant_id = $1 AND deleted_at IS NULL`,
    [tenantId],
  )
  const ours = [
    ...derivedIn(table.name).flatMap(({ fields }) => Object.keys(fields)),
    ...(feedOnly[table.name] ?? []),
  ]
  const stored = Object.fromEntries(rows.map((row) => [row.st_id, without(row.full_data, ours)]))
  const expected: Record<string, unknown> = {}
  for (const record of sandbox.records(id, table.resource)) {
    const received = sent(record, table)
    if (received === null || (isPartial && !(String(received.id) in stored))) continue
    const dropped = [...table.droppedPaths, ...(feedOnly[table.name] ?? [])]
    expected[String(received.id)] = without(asJson(received), dropped)
  }
  return differences(expected, stored, table.name)
}

/** A record as `full_data` is parsed in JavaScript, whose numbers have limited precision. */
const asJson = (record: JsonRecord): JsonRecord =>
  JSON.parse(JSON.stringify(record, (_key, value) => (typeof value === 'bigint' ? Number(value) : value)))

const without = (record: JsonRecord, fields: readonly string[]): JsonRecord =>
  Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)))

/** The differing fields by key, so that the output of a failed test is readable. */
function differences(expected: JsonRecord, stored: JsonRecord, where: string): unknown[] {
  const keys = new Set([...Object.keys(expected), ...Object.keys(stored)])
  return [...keys]
    .filter((key) => !isDeepStrictEqual(expected[key], stored[key]))
    .map((key) => ({ where, key, ...difference(expected[key], stored[key]) }))
}

function difference(expected: unknown, stored: unknown): object {
  if (expected === undefined) return { problem: 'a row that should not be live' }
  if (stored === undefined) return { problem: 'no live row' }
  const differing = (from: object, other: object) =>
    Object.fromEntries(
      Object.entries(from).filter(
        ([field, value]) => !isDeepStrictEqual(value, other[field as keyof typeof other]),
      ),
    )
  if (typeof expected !== 'object' || typeof stored !== 'object' || !expected || !stored)
    return { expected, stored }
  return { expected: differing(expected, stored), stored: differing(stored, expected) }
}
