import type pg from 'pg'

/** A row as tests give it: columns by name; `st_id` has to be among them. */
export type TestRow = Readonly<Record<string, unknown>>

const everyRow = {
  active: true,
  full_data: {},
  content_hash: '\\x00',
  synced_at: '2026-01-01T00:00Z',
  created_at: '2026-01-01T00:00Z',
  updated_at: '2026-01-01T00:00Z',
}

/** Writes rows into a cache table as a sync would; a row that is there already gets the new values. */
export async function insertRows(
  client: pg.Pool | pg.ClientBase,
  table: string,
  tenantId: string,
  rows: readonly TestRow[],
): Promise<void> {
  const columns = ['tenant_id', ...new Set(rows.flatMap((row) => Object.keys({ ...everyRow, ...row })))]
  await client.query(
    `INSERT INTO raw.${table} (${columns.join(', ')})
     SELECT ${columns.join(', ')} FROM jsonb_populate_recordset(NULL::raw.${table}, $1)
     ON CONFLICT (tenant_id, st_id) DO UPDATE SET ${columns.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    [JSON.stringify(rows.map((row) => ({ ...everyRow, ...row, tenant_id: tenantId })))],
  )
}

/** Makes a tenant, or moves it to another time zone. */
export async function insertTenant(
  client: pg.Pool | pg.ClientBase,
  tenantId: string,
  timeZone: string,
): Promise<void> {
  await client.query(
    `INSERT INTO raw.tenants (tenant_id, name, time_zone) VALUES ($1, 'Tenant ' || $1::bigint, $2)
     ON CONFLICT (tenant_id) DO UPDATE SET time_zone = excluded.time_zone`,
    [tenantId, timeZone],
  )
}
