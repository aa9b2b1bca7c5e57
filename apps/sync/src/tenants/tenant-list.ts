import { inTransaction } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type Act, actorText, changedFields, installation, recordEntries } from 'records'
import { insertFeedPositions, insertTenantRows } from './tenant-rows.ts'
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
export async function addTenant(client: pg.ClientBase, tenant: NewTenant, act: Act): Promise<boolean> {
  const { tenantId } = tenant
  return inTransaction(client, async () => {
    for (;;) {
      const isNew = await insertTenant(client, tenant, act)
      // A removal of the tenant may commit between the two: then it can be inserted.
      if (!isNew && !(await updateTenant(client, tenant, act))) continue
      await insertFeedPositions(client, tenantId, act.now)
      return isNew
    }
  })
}

/** @returns false when the tenant exists, or is being removed */
async function insertTenant(
  client: pg.ClientBase,
  { tenantId, name, timeZone }: NewTenant,
  act: Act,
): Promise<boolean> {
  const { rows } = await client.query<CamelRow<'raw.tenants', 'name' | 'time_zone'>>(
    `INSERT INTO raw.tenants (tenant_id, name, time_zone, created_at, updated_at)
     VALUES ($1, coalesce($2, 'Tenant ' || $1::bigint), coalesce($3, 'UTC'), $4, $4)
     ON CONFLICT (tenant_id) DO NOTHING RETURNING name, time_zone AS "timeZone"`,
    [tenantId, name, timeZone, act.now],
  )
  const [added] = rows
  if (!added) return false
  await insertTenantRows(client, tenantId, { by: actorText(act.actor), now: act.now })
  const changes = { name: { new: added.name }, timeZone: { new: added.timeZone } }
  const entry = { action: 'create', entity: 'raw.tenants', entityId: tenantId, changes } as const
  await recordEntries(client, installation, act, [entry])
  return true
}

/** @returns false when the tenant does not exist */
async function updateTenant(
  client: pg.ClientBase,
  { tenantId, name, timeZone }: NewTenant,
  act: Act,
): Promise<boolean> {
  const { rows } = await client.query<CamelRow<'raw.tenants', 'name' | 'time_zone'>>(
    `SELECT name, time_zone AS "timeZone" FROM raw.tenants WHERE tenant_id = $1 FOR NO KEY UPDATE`,
    [tenantId],
  )
  const [before] = rows
  if (!before) return false
  const after = { name: name ?? before.name, timeZone: timeZone ?? before.timeZone }
  const changes = changedFields(before, after)
  if (changes) {
    await client.query(
      'UPDATE raw.tenants SET name = $2, time_zone = $3, updated_at = $4 WHERE tenant_id = $1',
      [tenantId, after.name, after.timeZone, act.now],
    )
  }
  await insertTenantRows(client, tenantId, { by: actorText(act.actor), now: act.now })
  if (changes) {
    const entry = { action: 'update', entity: 'raw.tenants', entityId: tenantId, changes } as const
    await recordEntries(client, tenantId, act, [entry])
  }
  return true
}

/**
 * Pauses or resumes a tenant. Pausing a paused tenant keeps who paused it.
 * @param change.by who pauses it, for people
 * @returns false when the tenant does not exist
 */
export async function setTenantStatus(
  client: pg.ClientBase,
  tenantId: string,
  { status, by, act }: { readonly status: TenantStatus; readonly by: string; readonly act: Act },
): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ readonly status: TenantStatus }>(
      'SELECT status FROM raw.tenants WHERE tenant_id = $1 FOR NO KEY UPDATE',
      [tenantId],
    )
    const [before] = rows
    if (!before || before.status === status) return before !== undefined
    const isPaused = status === 'paused'
    await client.query(
      `UPDATE raw.tenants SET status = $2, updated_at = $3, paused_at = $4, paused_by = $5 WHERE tenant_id = $1`,
      [tenantId, status, act.now, isPaused ? act.now : null, isPaused ? by : null],
    )
    const changes = {
      status: { old: before.status, new: status },
      ...(isPaused && { pausedBy: { new: by } }),
    }
    const action = isPaused ? 'pause' : 'resume'
    await recordEntries(client, tenantId, act, [
      { action, entity: 'raw.tenants', entityId: tenantId, changes },
    ])
    return true
  })
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
