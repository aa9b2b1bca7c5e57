import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'

/** paused: nothing is synced for the tenant. */
export type TenantStatus = 'active' | 'paused'

export type Tenant = CamelRow<'raw.tenants', 'tenant_id'> & {
  readonly status: TenantStatus
  readonly settings: { readonly droppedPaths?: Readonly<Record<string, unknown>> }
}

/** The tenant's row, inserted if it does not exist. */
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
 * The paths to omit from a table's `full_data`: the tenant's own list, else the table's.
 * @throws when the setting is not a list of paths: an invalid privacy setting must not be ignored
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
