import {
  confirm,
  type Env,
  errorText,
  exitCode,
  notice,
  type OutputOptions,
  printResult,
  readOperator,
  renderTable,
  UsageError,
} from 'cli-kit'
import { createLogger } from 'cli-kit/logger'
import { addTenantCommand, readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { readSealing } from '../../audit/settings.ts'
import { readDatabaseOptions, readLogLevel } from '../../config.ts'
import { pauseText } from '../../status/health-text.ts'
import { readCredentials } from '../../tenants/credentials.ts'
import { removeTenant } from '../../tenants/remove-tenant.ts'
import {
  addTenant,
  isTimeZone,
  listTenants,
  type NewTenant,
  setTenantStatus,
  type TenantRow,
} from '../../tenants/tenant-list.ts'
import { withDatabase } from '../with-database.ts'

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

export interface AddOptions extends OutputOptions, ReasonOptions {
  readonly name?: string
  readonly timeZone?: string
}

/**
 * `sync tenants add [id…] [--name <name>] [--time-zone <zone>]`: adds tenants, or changes existing ones; without an id,
 * adds every tenant with credentials that does not exist yet.
 * @throws {UsageError} for an invalid id, name or time zone; ConfigError without an id, for invalid credentials
 */
export async function tenantsAdd(ids: readonly string[], options: AddOptions, env: Env): Promise<number> {
  const name = options.name?.trim() ?? null
  const timeZone = options.timeZone ?? null
  if (name === '') throw new UsageError('--name must not be empty.')
  if (name !== null && ids.length !== 1) throw new UsageError('--name needs exactly one tenant id.')
  const given = ids.map(readTenantId)
  const act = commandAct(options, new Date())
  const configured = given.length === 0 ? [...readCredentials(env).byTenant.keys()] : []
  return withDatabase(readDatabaseOptions(env), async (client) => {
    if (timeZone !== null && !(await isTimeZone(client, timeZone))) {
      throw new UsageError(
        `${JSON.stringify(timeZone)} is not a time zone such as America/Chicago. Use an IANA name with a region, or UTC.`,
      )
    }
    const existing = (await listTenants(client)).map(({ tenantId }) => tenantId)
    const tenants: AddedTenant[] = []
    for (const tenantId of [...given, ...configured.filter((id) => !existing.includes(id))])
      tenants.push({ tenantId, isNew: await addTenant(client, { tenantId, name, timeZone }, act) })
    const changes = { name, timeZone }
    printResult(options, { ok: true, tenants }, renderAdded(tenants, changes))
    const withCredentials = given.length === 0 ? configured : tenantsWithCredentials(env)
    for (const { tenantId } of tenants.filter((tenant) => !withCredentials.includes(tenant.tenantId)))
      notice(`Tenant ${tenantId} has no credentials yet: see SERVICETITAN_CREDENTIALS_DIR in .env.example.`)
    return exitCode.done
  })
}

interface AddedTenant {
  readonly tenantId: string
  readonly isNew: boolean
}

function renderAdded(
  tenants: readonly AddedTenant[],
  { name, timeZone }: Pick<NewTenant, 'name' | 'timeZone'>,
): string {
  if (tenants.length === 0) return 'Every tenant with credentials exists already.'
  const old = name === null && timeZone === null ? 'exists already' : 'was updated'
  return tenants.map(({ tenantId, isNew }) => `Tenant ${tenantId} ${isNew ? 'was added' : old}.`).join('\n')
}

/** `sync tenants pause|resume <id> [--by <who>]`. @throws {UsageError} when the tenant does not exist */
export async function tenantsSetStatus(
  id: string,
  status: TenantRow['status'],
  options: OutputOptions & ReasonOptions & { readonly by?: string },
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(id)
  const act = commandAct(options, new Date())
  const by = options.by?.trim() || readOperator().name
  return withDatabase(readDatabaseOptions(env), async (client) => {
    if (!(await setTenantStatus(client, tenantId, { status, by, act }))) {
      throw new UsageError(`Tenant ${tenantId} does not exist. Add it with: ${addTenantCommand(tenantId)}`)
    }
    printResult(options, { ok: true, tenantId, status }, `Tenant ${tenantId} is ${status}.`)
    return exitCode.done
  })
}

/**
 * `sync tenants remove <id>`: deletes all rows of a tenant, and revokes its API keys.
 * @throws {UsageError} without --yes when not on a terminal, and when the tenant does not exist
 */
export async function tenantsRemove(
  id: string,
  options: OutputOptions & ReasonOptions & { readonly yes?: boolean },
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  const tenantId = readTenantId(id)
  const act = commandAct(options, new Date())
  if (!options.yes && !(await confirm(`Delete all rows of tenant ${tenantId}?`, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const sealing = readSealing(env, createLogger(readLogLevel(env, 'info')))
    const removed = await removeTenant(client, tenantId, { waitMs: 15_000, signal, act, sealing })
    if (removed === null)
      throw new UsageError(`Tenant ${tenantId} does not exist. List the tenants with: pnpm sync tenants list`)
    const { rows, unchanged } = removed
    const text = `Tenant ${tenantId} was removed, with ${rows} rows.`
    printResult(options, { ok: true, tenantId, rows, unchanged }, text)
    for (const { name, type } of unchanged)
      notice(`${name} was not changed: its tenant_id is of type ${type}, not bigint.`)
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
  if (tenants.length === 0) return `No tenants yet. Add those with credentials: ${addTenantCommand()}`
  return renderTable(
    ['tenant', 'name', 'time zone', 'status', 'credentials', 'circuit'],
    tenants.map((tenant) => [
      tenant.tenantId,
      tenant.name,
      tenant.timeZone,
      tenant.status === 'paused' ? pauseText(tenant, Date.now()) : tenant.status,
      tenant.hasCredentials ? 'present' : 'missing',
      tenant.circuitOpenUntil ? `open until ${tenant.circuitOpenUntil.toISOString()}` : 'closed',
    ]),
  )
}
