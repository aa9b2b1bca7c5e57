import { readTenantId } from 'cli-kit/postgres'
import type pg from 'pg'
import { listTenants } from '../tenants/tenant-list.ts'
import { readTenant } from '../tenants/tenants.ts'

/**
 * The ids of the tenants that a command is about: the one that it names, or all.
 * @throws {UnknownTenantError} when the tenant does not exist
 */
export async function readTenantIds(
  client: pg.ClientBase,
  { tenant }: { readonly tenant?: string },
): Promise<string[]> {
  if (tenant !== undefined) return [(await readTenant(client, readTenantId(tenant))).tenantId]
  return (await listTenants(client)).map(({ tenantId }) => tenantId)
}
