import {
  confirm,
  type Env,
  errorText,
  exitCode,
  notice,
  type OutputOptions,
  printResult,
  renderTable,
  UsageError,
} from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { readDatabaseOptions } from '../config.ts'
import { readCredentials } from '../tenants/credentials.ts'
import { removeTenant } from '../tenants/remove-tenant.ts'
import {
  addTenant,
  isTimeZone,
  listTenants,
  setTenantStatus,
  type TenantRow,
} from '../tenants/tenant-list.ts'
import { withDatabase } from './with-database.ts'

/** `sync tenants list`. */
export async function tenantsList(options: OutputOptions, env: Env): Promise<number> {
  const withCredentials = tenantsWithCredentials(env)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = (await listTenants(client)).map((tenant) => ({
      ...tenant,
      hasCredentials: withCredentials.includes(tenant.tenantId),
    }))
    printResult(options, { ok: true, tenants }, renderTenants(tenants))
    return exitCode.done
  })
}

/** `sync tenants add <id> --name <name> [--time-zone <zone>]`. @throws {UsageError} */
export async function tenantsAdd(
  id: string,
  options: OutputOptions & { readonly name: string; readonly timeZone?: string },
  env: Env,
): Promise<number> {
  const { name, timeZone } = options
  const tenantId = readTenantId(id)
  if (name.trim() === '') throw new UsageError('--name must not be empty.')
  return withDatabase(readDatabaseOptions(env), async (client) => {
    if (timeZone !== undefined && !(await isTimeZone(client, timeZone))) {
      throw new UsageError(
        `${JSON.stringify(timeZone)} is not a time zone such as America/Chicago. Use an IANA name with a region, or UTC.`,
      )
    }
    const isNew = await addTenant(
      client,
      { tenantId, name: name.trim(), timeZone: timeZone ?? null },
      new Date(),
    )
    const text = isNew ? 'was added' : 'was updated'
    printResult(options, { ok: true, tenantId, isNew }, `Tenant ${tenantId} ${text}.`)
    if (!tenantsWithCredentials(env).includes(tenantId)) {
      notice(`The tenant has no credentials yet: see SERVICETITAN_CREDENTIALS_DIR in .env.example.`)
    }
    return exitCode.done
  })
}

/** `sync tenants pause|resume <id>`. @throws {UsageError} when the tenant does not exist */
export async function tenantsSetStatus(
  id: string,
  status: TenantRow['status'],
  options: OutputOptions,
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(id)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    if (!(await setTenantStatus(client, tenantId, status, new Date()))) {
      throw new UsageError(
        `Tenant ${tenantId} does not exist. Add it with: pnpm sync tenants add ${tenantId} --name <name>`,
      )
    }
    printResult(options, { ok: true, tenantId, status }, `Tenant ${tenantId} is ${status}.`)
    return exitCode.done
  })
}

/**
 * `sync tenants remove <id>`: deletes all rows of a tenant.
 * @throws {UsageError} without --yes when not on a terminal, and when the tenant does not exist
 */
export async function tenantsRemove(
  id: string,
  options: OutputOptions & { readonly yes?: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const tenantId = readTenantId(id)
  if (!options.yes && !(await confirm(`Delete all rows of tenant ${tenantId}?`, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const rows = await removeTenant(client, tenantId, { waitMs: 15_000, signal })
    if (rows === null)
      throw new UsageError(`Tenant ${tenantId} does not exist. List the tenants with: pnpm sync tenants list`)
    printResult(options, { ok: true, tenantId, rows }, `Tenant ${tenantId} was removed, with ${rows} rows.`)
    return exitCode.done
  })
}

/** Tenants can be managed even when the credentials are invalid. */
function tenantsWithCredentials(env: Env): string[] {
  try {
    return [...readCredentials(env).byTenant.keys()]
  } catch (error) {
    notice(`warning: ${errorText(error)}`)
    return []
  }
}

function renderTenants(tenants: readonly (TenantRow & { hasCredentials: boolean })[]): string {
  if (tenants.length === 0) return 'No tenants yet. Add one with: pnpm sync tenants add <id> --name <name>'
  return renderTable(
    ['tenant', 'name', 'time zone', 'status', 'credentials', 'circuit'],
    tenants.map((tenant) => [
      tenant.tenantId,
      tenant.name,
      tenant.timeZone,
      tenant.status,
      tenant.hasCredentials ? 'present' : 'missing',
      tenant.circuitOpenUntil ? `open until ${tenant.circuitOpenUntil.toISOString()}` : 'closed',
    ]),
  )
}
