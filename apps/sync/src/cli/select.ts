import { type Env, notice, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import type { CacheTable } from '../cache/cache-table.ts'
import { tables } from '../cache/tables.ts'
import { type Credentials, readCredentials } from '../tenants/credentials.ts'

/** The names of all resources, for help. */
export const resourceNames = tables.map(({ resource }) => resource).join(', ')

/** The tables of these resources, in the order of a sync; all when none is named. @throws {UsageError} */
export function selectTables(names: readonly string[]): readonly CacheTable[] {
  const unknown = names.filter((name) => !tables.some(({ resource }) => resource === name))
  if (unknown.length > 0) {
    throw new UsageError(`There is no resource ${unknown.join(', ')}. Choose from: ${resourceNames}.`)
  }
  return names.length === 0 ? tables : tables.filter(({ resource }) => names.includes(resource))
}

/** The table of one resource. @throws {UsageError} */
export function selectTable(name: string): CacheTable {
  const [table] = selectTables([name])
  if (!table) throw new UsageError(`There is no resource ${name}. Choose from: ${resourceNames}.`)
  return table
}

/**
 * The credentials of one tenant, or of all. Warnings about them go to stderr.
 * @throws {UsageError} when the tenant has none; ConfigError for wrong ones, of any tenant
 */
export function selectCredentials(env: Env, tenantId: string | undefined): readonly Credentials[] {
  const { byTenant, warnings } = readCredentials(env)
  for (const warning of warnings) notice(`warning: ${warning}`)
  if (tenantId === undefined) return [...byTenant.values()]
  const credentials = byTenant.get(readTenantId(tenantId))
  if (credentials) return [credentials]
  throw new UsageError(
    `There are no credentials of tenant ${tenantId}, only of ${[...byTenant.keys()].join(', ')}. See .env.example.`,
  )
}
