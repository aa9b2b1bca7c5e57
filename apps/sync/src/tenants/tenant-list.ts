import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { inTransaction } from '../postgres/transaction.ts'
import { insertTenantRows } from './tenant-rows.ts'
import type { TenantStatus } from './tenants.ts'

/** A row of `raw.tenants`. */
export type TenantRow = CamelRow<
  'raw.tenants',
  | 'tenant_id'
  | 'name'
  | 'time_zone'
  | 'paused_at'
  | 'paused_by'
  | 'consecutive_failures'
  | 'circuit_open_until'
  | 'circuit_reason'
> & { readonly status: TenantStatus }

/** All tenants, by id. */
export async function listTenants(client: pg.ClientBase | pg.Pool): Promise<TenantRow[]> {
  const { rows } = await client.query<TenantRow>(
    `SELECT tenant_id AS "tenantId", name, time_zone AS "timeZone", status, paused_at AS "pausedAt",
            paused_by AS "pausedBy", consecutive_failures AS "consecutiveFailures", circuit_open_until AS "circuitOpenUntil",
            circuit_reason AS "circuitReason"
       FROM raw.tenants ORDER BY tenant_id`,
  )
  return rows
}

export interface NewTenant {
  readonly tenantId: string
  /** Null: `Tenant <id>` for a new tenant, unchanged for an existing one. */
  readonly name: string | null
  /** Null: UTC for a new tenant, unchanged for an existing one. */
  readonly timeZone: string | null
}

/**
 * Adds a tenant with its positions in the change feeds, its domains and its followers, or changes the name and time
 * zone of an existing one. Nothing else adds tenants: a tenant that was removed must not come back by itself.
 * @returns whether it is new
 */
export async function addTenant(
  client: pg.ClientBase,
  { tenantId, name, timeZone }: NewTenant,
  now: Date,
): Promise<boolean> {
  return inTransaction(client, async () => {
    // In two statements: while a removal of the tenant commits, the first one waits for it.
    const { rows } = await client.query<{ isNew: boolean }>(
      `INSERT INTO raw.tenants AS tenant (tenant_id, name, time_zone, created_at, updated_at)
       VALUES ($1, coalesce($2, 'Tenant ' || $1::bigint), coalesce($3, 'UTC'), $4, $4)
       ON CONFLICT (tenant_id) DO UPDATE SET name = coalesce($2, tenant.name), time_zone = coalesce($3, tenant.time_zone),
             updated_at = excluded.updated_at
       RETURNING xmax = 0 AS "isNew"`,
      [tenantId, name, timeZone, now],
    )
    await insertTenantRows(client, tenantId, { by: 'system:tenants-add', now })
    return rows[0]?.isNew ?? false
  })
}

/**
 * Pauses or resumes a tenant. Pausing a paused tenant keeps who paused it.
 * @param change.by who does so, for people
 * @returns false when the tenant does not exist
 */
export async function setTenantStatus(
  client: pg.ClientBase,
  tenantId: string,
  { status, by, now }: { readonly status: TenantStatus; readonly by: string; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE raw.tenants SET status = $2, updated_at = $3,
            paused_at = CASE WHEN $2 = 'paused' THEN CASE WHEN status = 'paused' THEN paused_at ELSE $3::timestamptz END END,
            paused_by = CASE WHEN $2 = 'paused' THEN CASE WHEN status = 'paused' THEN paused_by ELSE $4 END END
      WHERE tenant_id = $1`,
    [tenantId, status, now, by],
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
