import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { TenantStatus } from './tenants.ts'

/** A row of `raw.tenants`. */
export type TenantRow = CamelRow<
  'raw.tenants',
  'tenant_id' | 'name' | 'time_zone' | 'consecutive_failures' | 'circuit_open_until' | 'circuit_reason'
> & { readonly status: TenantStatus }

/** Every tenant, by id. */
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
  /** Null: UTC for a new tenant, as it is for one that is there. */
  readonly timeZone: string | null
}

/** Adds a tenant, or gives one that is there another name and time zone. @returns whether it is new */
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

/** Pauses a tenant, or lets it be synced again. @returns false when there is no such tenant */
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

/** Whether it names a time zone, such as America/Chicago. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }))
  } catch {
    return false
  }
}
