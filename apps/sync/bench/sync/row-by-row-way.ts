import type pg from 'pg'
import type { CacheTable, Column } from '../../src/cache/cache-table.ts'
import { typedColumns } from '../../src/cache/typed-columns.ts'
import { type RecordedFeed, syncNow } from '../common/recorded-feed.ts'

/**
 * The writer of the system that this one replaces: JSON.parse, then one INSERT … ON CONFLICT DO UPDATE of all
 * columns for each record, each in its own transaction, each awaited.
 */
export async function writeRowByRow(
  client: pg.Client,
  table: CacheTable,
  { tenantId, bodies }: RecordedFeed,
  limit: number,
): Promise<void> {
  const columns = typedColumns(table)
  const names = [...columns.map(({ name }) => name), 'full_data', 'synced_at', 'updated_at']
  const sql = `
    INSERT INTO raw.${table.name} (tenant_id, st_id, ${names.join(', ')}, content_hash)
    VALUES ($1, $2, ${names.map((_, index) => `$${index + 3}`).join(', ')}, '')
    ON CONFLICT (tenant_id, st_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`
  let written = 0
  for (const body of bodies) {
    const { data } = JSON.parse(body) as { data: Record<string, unknown>[] }
    for (const record of data) {
      if (written === limit) return
      const now = new Date(syncNow)
      const values = columns.map((column) => readValue(record, column))
      await client.query(sql, [tenantId, record.id, ...values, JSON.stringify(record), now, now])
      written += 1
    }
  }
}

/** The value of a column, as JavaScript reads it. */
export function readValue(record: Record<string, unknown>, { path, type }: Column): unknown {
  const value = path.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], record)
  return type === 'jsonb' && value != null ? JSON.stringify(value) : (value ?? null)
}
