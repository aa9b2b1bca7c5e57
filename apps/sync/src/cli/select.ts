import { type Env, notice, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import type { CacheTable } from '../cache/cache-table.ts'
import { tables } from '../cache/tables.ts'
import { type Credentials, readCredentials } from '../tenants/credentials.ts'

/** The names of all resources, for help texts. */
export const resourceNames = tables.map(({ resource }) => resource).join(', ')

/** The tables of these resources, in sync order; all tables when `names` is empty. @throws {UsageError} */
export function selectTables(names: readonly string[]): readonly CacheTable[] {
  const unknown = names.filter((name) => !tables.some(({ resource }) => resource === name))
  if (unknown.length > 0) {
    throw new UsageError(`Unknown resource ${unknown.join(', ')}. Choose from: ${resourceNames}.`)
  }
  return names.length === 0 ? tables : tables.filter(({ resource }) => names.includes(resource))
}

/** The table of one resource. @throws {UsageError} */
export function selectTable(name: string): CacheTable {
  const [table] = selectTables([name])
  if (!table) throw new UsageError(`Unknown resource ${name}. Choose from: ${resourceNames}.`)
  return table
}

/**
 * The credentials of one tenant, or of all tenants. Warnings are printed on stderr.
 * @throws {UsageError} when the tenant has no credentials; ConfigError for invalid credentials of any tenant
 */
export function selectCredentials(env: Env, tenantId: string | undefined): readonly Credentials[] {
  const { byTenant, warnings } = readCredentials(env)
  for (const warning of warnings) notice(`warning: ${warning}`)
  if (tenantId === undefined) return [...byTenant.values()]
  const credentials = byTenant.get(readTenantId(tenantId))
  if (credentials) return [credentials]
  throw new UsageError(
    `Tenant ${tenantId} has no credentials. Tenants with credentials: ${[...byTenant.keys()].join(', ')}. See .env.example.`,
  )
}
