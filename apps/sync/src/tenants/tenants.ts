import { addTenantCommand } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'

/** paused: nothing is synced for the tenant. */
export type TenantStatus = 'active' | 'paused'

export type Tenant = CamelRow<'raw.tenants', 'tenant_id'> & {
  readonly status: TenantStatus
  readonly settings: {
    /** The paths to omit from `full_data`, by table. */
    readonly droppedPaths?: Readonly<Record<string, unknown>>
    /** Days for which the change feed's rows are kept: a whole number from 1 to 3650. @default 90 */
    readonly changesDays?: unknown
  }
}

/** A tenant that does not exist, or was removed in the meantime. */
export class UnknownTenantError extends Error {
  override readonly name = 'UnknownTenantError'
  readonly code = 'UNKNOWN_TENANT'

  constructor(tenantId: string) {
    super(
      `Tenant ${tenantId} does not exist, or was removed in the meantime. Add it with: ${addTenantCommand(tenantId)}`,
    )
  }
}

/** The tenant's row. @throws {UnknownTenantError} */
export async function readTenant(client: pg.ClientBase, tenantId: string): Promise<Tenant> {
  const { rows } = await client.query<Tenant>(
    `SELECT tenant_id AS "tenantId", status, settings FROM raw.tenants WHERE tenant_id = $1`,
    [tenantId],
  )
  if (!rows[0]) throw new UnknownTenantError(tenantId)
  return rows[0]
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
