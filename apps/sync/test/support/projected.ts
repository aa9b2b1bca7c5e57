import type pg from 'pg'
import { expect } from 'vitest'
import { projections } from '../../src/projector/tables.ts'

const recordTables = projections.filter(({ table }) => table !== undefined)

/**
 * Expects that every cached row of the tables that are ready has a record, or waits as refused; it may do
 * both, with its last good version. @returns the number of rows that are refused
 */
export async function expectProjected(pool: pg.Pool, tenantId: string): Promise<number> {
  const { rows: followers } = await pool.query<{ ready: string[] }>(
    `SELECT ready FROM sync.followers WHERE tenant_id = $1 AND name = 'records'`,
    [tenantId],
  )
  const lost: Record<string, string[]> = {}
  for (const { name, cacheTable } of recordTables) {
    if (!followers[0]?.ready.includes(name)) continue
    const { rows } = await pool.query<{ stId: string }>(
      `SELECT st_id AS "stId" FROM raw.${cacheTable} AS cached
        WHERE tenant_id = $1
          AND NOT EXISTS (SELECT FROM lazi.${name} AS record
                           WHERE record.tenant_id = $1 AND record.st_id = cached.st_id)
          AND NOT EXISTS (SELECT FROM sync.waiting
                           WHERE waiting.tenant_id = $1 AND table_name = '${name}' AND waiting.st_id = cached.st_id
                             AND reason = 'refused')`,
      [tenantId],
    )
    if (rows.length > 0) lost[name] = rows.map(({ stId }) => stId)
  }
  expect(lost).toEqual({})
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM sync.waiting WHERE tenant_id = $1 AND reason = 'refused'`,
    [tenantId],
  )
  return rows[0]?.count ?? 0
}

/** The versions of all records by table and id, and where the feed of records ends. */
export interface Versions {
  readonly seq: string
  readonly byRecord: ReadonlyMap<string, number>
}

/** Reads the versions of a tenant's records. */
export async function readVersions(pool: pg.Pool, tenantId: string): Promise<Versions> {
  const byRecord = new Map<string, number>()
  for (const { name } of recordTables) {
    const { rows } = await pool.query<{ id: string; version: string }>(
      `SELECT id, version FROM lazi.${name} WHERE tenant_id = $1`,
      [tenantId],
    )
    for (const { id, version } of rows) byRecord.set(`${name}/${id}`, Number(version))
  }
  const { rows } = await pool.query<{ seq: string }>(
    'SELECT last_seq AS seq FROM lazi.change_positions WHERE tenant_id = $1',
    [tenantId],
  )
  return { seq: rows[0]?.seq ?? '0', byRecord }
}

/**
 * Expects that the feed of records has each change since `before` once, in order and without a gap: an insert
 * for each new record, and one change for each version of a record.
 */
export async function expectEachChangeOnce(pool: pg.Pool, tenantId: string, before: Versions): Promise<void> {
  const now = await readVersions(pool, tenantId)
  const { rows } = await pool.query<{ seq: string; record: string; op: string }>(
    `SELECT seq, table_name || '/' || id AS record, op FROM lazi.changes
      WHERE tenant_id = $1 AND seq > $2 ORDER BY seq`,
    [tenantId, before.seq],
  )
  expect(rows.map(({ seq }) => seq)).toEqual(
    Array.from({ length: Number(BigInt(now.seq) - BigInt(before.seq)) }, (_, index) =>
      String(BigInt(before.seq) + BigInt(index + 1)),
    ),
  )
  const tables = new Set(recordTables.map(({ name }) => name))
  const published = new Map<string, number>()
  for (const { record } of rows.filter(({ record: of }) => tables.has(of.split('/')[0] ?? '')))
    published.set(record, (published.get(record) ?? 0) + 1)
  const made = new Map<string, number>()
  for (const [record, version] of now.byRecord) {
    const changes = version - (before.byRecord.get(record) ?? 0)
    if (changes > 0) made.set(record, changes)
  }
  expect(Object.fromEntries(published)).toEqual(Object.fromEntries(made))
}
