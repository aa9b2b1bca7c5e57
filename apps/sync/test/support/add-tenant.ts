import type pg from 'pg'

/** A run needs the row of its tenant. */
export async function addTenant(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(
    `INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING`,
    [id, `Tenant ${id}`],
  )
}
