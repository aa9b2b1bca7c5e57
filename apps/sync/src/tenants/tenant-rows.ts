import { inTransaction } from 'cli-kit/postgres'
import { domains, type FollowerName, followerNames } from 'db-migrations/protocol'
import type pg from 'pg'

/**
 * Inserts the followers and the domains of a tenant, unless they exist, in the lock order. Call it in a transaction
 * that has locked the row of `raw.tenants`, for which a removal of the tenant waits.
 * @param by who adds the tenant, as kind:id
 */
export async function insertTenantRows(
  client: pg.ClientBase,
  tenantId: string,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<void> {
  await client.query(
    `INSERT INTO sync.followers (tenant_id, name, updated_at)
     SELECT $1::bigint, name, $3::timestamptz FROM unnest($2::text[]) AS name
     ON CONFLICT (tenant_id, name) DO NOTHING`,
    [tenantId, followerNames, now],
  )
  await client.query(
    `INSERT INTO sync.domains (tenant_id, domain, since, switched_by)
     SELECT $1::bigint, domain, $3::timestamptz, $4 FROM unnest($2::text[]) AS domain
     ON CONFLICT (tenant_id, domain) DO NOTHING`,
    [tenantId, domains, now, by],
  )
}

/** Inserts a tenant's positions in the change feeds, unless they exist. Call it last in the transaction. */
export async function insertFeedPositions(client: pg.ClientBase, tenantId: string, now: Date): Promise<void> {
  for (const positions of ['raw.change_positions', 'lazi.change_positions']) {
    await client.query(
      `INSERT INTO ${positions} (tenant_id, updated_at) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING`,
      [tenantId, now],
    )
  }
}

/**
 * Inserts what a tenant lacks that other software inserted into `raw.tenants`.
 * @returns false when the tenant does not exist, or has the follower
 */
export async function completeTenant(
  client: pg.ClientBase,
  tenantId: string,
  { follower, now }: { readonly follower: FollowerName; readonly now: Date },
): Promise<boolean> {
  return inTransaction(client, async () => {
    const { rowCount } = await client.query(
      `SELECT FROM raw.tenants AS tenant
        WHERE tenant_id = $1 AND NOT EXISTS (
              SELECT FROM sync.followers AS follower WHERE follower.tenant_id = $1 AND follower.name = $2)
          FOR KEY SHARE`,
      [tenantId, follower],
    )
    if (rowCount !== 1) return false
    await insertTenantRows(client, tenantId, { by: 'system:follower', now })
    await insertFeedPositions(client, tenantId, now)
    return true
  })
}
