import type pg from 'pg'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { tables } from '../../src/cache/tables.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from './by-test.ts'

/** Adds a tenant, unless it exists. */
export async function haveTenant(pool: pg.Pool, tenantId: string, name: string | null = null): Promise<void> {
  const { rowCount } = await pool.query('SELECT FROM raw.tenants WHERE tenant_id = $1', [tenantId])
  if (rowCount) return
  const client = await pool.connect()
  try {
    await addTenant(client, { tenantId, name, timeZone: null }, byTest())
  } finally {
    client.release()
  }
}

/** Makes all tables of a tenant complete, and leaves them empty, but for those that the test writes. */
export async function haveComplete(
  client: pg.ClientBase,
  tenantId: string,
  written: readonly CacheTable[],
): Promise<void> {
  await client.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync)
     SELECT $1::bigint, name, CASE WHEN NOT name = ANY ($3) THEN now() END FROM unnest($2::text[]) AS name
     ON CONFLICT (tenant_id, table_name) DO NOTHING`,
    [tenantId, tables.map(({ name }) => name), written.map(({ name }) => name)],
  )
}
