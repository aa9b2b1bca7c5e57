import { type Env, readDatabaseOptions } from '../config.ts'
import { errorText } from '../postgres/error-text.ts'
import { readCredentials } from '../tenants/credentials.ts'
import { removeTenant } from '../tenants/remove-tenant.ts'
import {
  addTenant,
  isTimeZone,
  listTenants,
  setTenantStatus,
  type TenantRow,
} from '../tenants/tenant-list.ts'
import { confirm } from './confirm.ts'
import { exitCode, notice, print, UsageError } from './output.ts'
import { readTenantId } from './select.ts'
import { renderTable } from './text-table.ts'
import { withDatabase } from './with-database.ts'

interface JsonOption {
  readonly json?: boolean
}

/** `sync tenants list`. */
export async function tenantsList({ json }: JsonOption, env: Env): Promise<number> {
  const known = tenantsWithCredentials(env)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = (await listTenants(client)).map((tenant) => ({
      ...tenant,
      hasCredentials: known.includes(tenant.tenantId),
    }))
    print(json ? JSON.stringify({ ok: true, tenants }) : renderTenants(tenants))
    return exitCode.done
  })
}

/** `sync tenants add <id> --name <name> [--time-zone <zone>]`. @throws {UsageError} */
export async function tenantsAdd(
  id: string,
  { json, name, timeZone }: JsonOption & { readonly name: string; readonly timeZone?: string },
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(id)
  if (name.trim() === '') throw new UsageError('--name must not be empty.')
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new UsageError(`${JSON.stringify(timeZone)} is not a time zone; an example is America/Chicago.`)
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const isNew = await addTenant(
      client,
      { tenantId, name: name.trim(), timeZone: timeZone ?? null },
      new Date(),
    )
    const words = isNew ? 'was added' : 'was there already; what was given is set'
    print(json ? JSON.stringify({ ok: true, tenantId, isNew }) : `Tenant ${tenantId} ${words}.`)
    if (!tenantsWithCredentials(env).includes(tenantId)) {
      notice(`It has no credentials yet: see SERVICETITAN_CREDENTIALS_DIR in .env.example.`)
    }
    return exitCode.done
  })
}

/** `sync tenants pause|resume <id>`. @throws {UsageError} when there is no such tenant */
export async function tenantsSetStatus(
  id: string,
  status: TenantRow['status'],
  { json }: JsonOption,
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(id)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    if (!(await setTenantStatus(client, tenantId, status, new Date()))) {
      throw new UsageError(`There is no tenant ${tenantId}. To add it: sync tenants add ${tenantId} --name …`)
    }
    print(json ? JSON.stringify({ ok: true, tenantId, status }) : `Tenant ${tenantId} is ${status}.`)
    return exitCode.done
  })
}

/**
 * `sync tenants remove <id>`: deletes everything that is known of a tenant.
 * @throws {UsageError} without --yes where nobody can be asked, and when there is no such tenant
 */
export async function tenantsRemove(
  id: string,
  { json, yes }: JsonOption & { readonly yes?: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const tenantId = readTenantId(id)
  if (!yes && !(await confirm(`Delete all rows of tenant ${tenantId}?`, signal))) return exitCode.error
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const rows = await removeTenant(client, tenantId, { waitMs: 15_000, signal })
    if (rows === null) throw new UsageError(`There is no tenant ${tenantId}. To see them: sync tenants list`)
    print(
      json ? JSON.stringify({ ok: true, tenantId, rows }) : `Tenant ${tenantId} is gone, with ${rows} rows.`,
    )
    return exitCode.done
  })
}

/** Credentials that are wrong are no reason not to manage tenants. */
function tenantsWithCredentials(env: Env): string[] {
  try {
    return [...readCredentials(env).byTenant.keys()]
  } catch (error) {
    notice(`warning: ${errorText(error)}`)
    return []
  }
}

function renderTenants(tenants: readonly (TenantRow & { hasCredentials: boolean })[]): string {
  if (tenants.length === 0) return 'No tenant yet. To add one: sync tenants add <id> --name <name>'
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
