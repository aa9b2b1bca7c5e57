import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'

/** paused: nothing is synced for the tenant. */
export type TenantStatus = 'active' | 'paused'

export type Tenant = CamelRow<'raw.tenants', 'tenant_id'> & {
  readonly status: TenantStatus
  readonly settings: { readonly droppedPaths?: Readonly<Record<string, unknown>> }
}

/** The tenant's row, made when it is the first time that this tenant is seen. */
export async function ensureTenant(client: pg.ClientBase, tenantId: string, name: string): Promise<Tenant> {
  await client.query(
    `INSERT INTO raw.tenants (tenant_id, name) VALUES ($1, $2) ON CONFLICT (tenant_id) DO NOTHING`,
    [tenantId, name],
  )
  const { rows } = await client.query<Tenant>(
    `SELECT tenant_id AS "tenantId", status, settings FROM raw.tenants WHERE tenant_id = $1`,
    [tenantId],
  )
  return rows[0] as Tenant
}

/**
 * What the tenant leaves out of a table's `full_data`: its own list, else the table's.
 * @throws when the setting is no list of paths; nothing is guessed where privacy is at stake
 */
export function droppedPathsOf(tenant: Tenant, table: CacheTable): readonly string[] {
  const paths = tenant.settings.droppedPaths?.[table.name]
  if (paths === undefined) return table.droppedPaths
  if (!Array.isArray(paths) || !paths.every((path) => typeof path === 'string' && path !== '')) {
    throw new Error(
      `Expected raw.tenants.settings.droppedPaths.${table.name} to be a list of field names, got ${JSON.stringify(paths)}.`,
    )
  }
  return paths
}
