import type pg from 'pg'
import { UsageError } from '../usage-error.ts'

/**
 * Reads a tenant's id from an option or argument.
 * @throws {UsageError} when the text is not a tenant id
 * @example
 * ```ts
 * const tenantId = readTenantId('1001') // '1001'
 * ```
 */
export function readTenantId(text: string): string {
  if (/^\d{1,18}$/.test(text)) return text
  throw new UsageError(`${JSON.stringify(text)} is not a tenant id: expected digits.`)
}

/**
 * The command that adds a tenant, for messages: it works as it is printed.
 * @param tenantIds the tenants; none: every tenant with credentials
 * @example
 * ```ts
 * throw new UsageError(`Tenant 1001 does not exist. Add it with: ${addTenantCommand('1001')}`)
 * ```
 */
export function addTenantCommand(...tenantIds: readonly string[]): string {
  return ['pnpm sync tenants add', ...tenantIds].join(' ')
}

/**
 * The tenant that an option names, or else the only tenant.
 * @param given the option; undefined: not given
 * @throws {UsageError} when the option is not a tenant id, or when it is not given and there is not exactly one tenant
 * @example
 * ```ts
 * const tenantId = await selectTenant(client, options.tenant)
 * ```
 */
export async function selectTenant(
  client: pg.ClientBase | pg.Pool,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined) return readTenantId(given)
  const { rows } = await client.query<{ id: string }>(
    'SELECT tenant_id AS id FROM raw.tenants ORDER BY tenant_id LIMIT 2',
  )
  const [first, second] = rows
  if (first && !second) return first.id
  throw new UsageError(
    first
      ? 'There are several tenants: name one with --tenant.'
      : `There is no tenant yet. Add those with credentials: ${addTenantCommand()}`,
  )
}
