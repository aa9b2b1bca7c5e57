import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TenantStatus } from './tenants.ts'

/** A row of `raw.tenants`. */
export type TenantRow = CamelRow<
  'raw.tenants',
  'tenant_id' | 'name' | 'time_zone' | 'consecutive_failures' | 'circuit_open_until' | 'circuit_reason'
> & { readonly status: TenantStatus }

/** All tenants, by id. */
export async function listTenants(client: pg.ClientBase): Promise<TenantRow[]> {
  const { rows } = await client.query<TenantRow>(
    `SELECT tenant_id AS "tenantId", name, time_zone AS "timeZone", status,
            consecutive_failures AS "consecutiveFailures", circuit_open_until AS "circuitOpenUntil",
            circuit_reason AS "circuitReason"
       FROM raw.tenants ORDER BY tenant_id`,
  )
  return rows
}

export interface NewTenant {
  readonly tenantId: string
  readonly name: string
  /** Null: UTC for a new tenant, unchanged for an existing one. */
  readonly timeZone: string | null
}

/** Adds a tenant, or changes the name and time zone of an existing one. @returns whether it is new */
export async function addTenant(
  client: pg.ClientBase,
  { tenantId, name, timeZone }: NewTenant,
  now: Date,
): Promise<boolean> {
  const { rows } = await client.query<{ isNew: boolean }>(
    `INSERT INTO raw.tenants AS tenant (tenant_id, name, time_zone, created_at, updated_at)
     VALUES ($1, $2, coalesce($3, 'UTC'), $4, $4)
     ON CONFLICT (tenant_id) DO UPDATE SET name = excluded.name, time_zone = coalesce($3, tenant.time_zone),
           updated_at = excluded.updated_at
     RETURNING xmax = 0 AS "isNew"`,
    [tenantId, name, timeZone, now],
  )
  return rows[0]?.isNew ?? false
}

/** Pauses or resumes a tenant. @returns false when it does not exist */
export async function setTenantStatus(
  client: pg.ClientBase,
  tenantId: string,
  status: TenantStatus,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE raw.tenants SET status = $2, updated_at = $3 WHERE tenant_id = $1`,
    [tenantId, status, now],
  )
  return rowCount === 1
}

/**
 * Whether PostgreSQL and JavaScript mean the same by the name of a time zone: an IANA name with a region, such as
 * America/Chicago, or UTC. They differ on abbreviations (CST, IST) and offsets (-05:00).
 */
export async function isTimeZone(client: pg.ClientBase, name: string): Promise<boolean> {
  if (name !== 'UTC' && !name.includes('/')) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name })
  } catch {
    return false
  }
  const { rows } = await client.query<{ isKnown: boolean }>(
    'SELECT EXISTS (SELECT FROM pg_timezone_names WHERE name = $1) AS "isKnown"',
    [name],
  )
  return rows[0]?.isKnown ?? false
}
