import {
  confirm,
  counted,
  type Env,
  exitCode,
  formatCount,
  notice,
  type OutputOptions,
  printResult,
  renderTable,
  UsageError,
  wholeNumber,
} from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { type Domain, type DomainMode, domainModes, domains as domainNames } from 'db-migrations/protocol'
import { commandAct, type ReasonOptions } from 'records'
import { readDatabaseOptions } from '../../config.ts'
import { adoptRecord, readNewRecords } from '../../domains/adopt-record.ts'
import { planSwitch, type Switch } from '../../domains/plan-switch.ts'
import { switchDomains } from '../../domains/switch-domains.ts'
import { readDomains } from '../../owned/domains.ts'
import { readTenant } from '../../tenants/tenants.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'
import { renderPlan } from './render-plan.ts'

interface TenantOptions extends OutputOptions {
  readonly tenant: string
}

export interface SwitchOptions extends TenantOptions, ReasonOptions {
  readonly yes?: boolean
  readonly plan?: boolean
  readonly discard?: boolean
  /** Seconds. */
  readonly wait: string
}

/** `sync domains list`: which side owns which records. */
export async function domainsList(
  options: OutputOptions & { readonly tenant?: string },
  env: Env,
): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push({ tenantId, domains: await readDomains(client, tenantId) })
    const rows = tenants.flatMap(({ tenantId, domains }) =>
      domains.map(({ domain, mode, since, switchedBy, sending, newRecords }) => [
        tenantId,
        domain,
        mode,
        since.toISOString().slice(0, 16),
        switchedBy,
        sending === 'off' ? '' : sending,
        newRecords === 0 ? '' : formatCount(newRecords),
      ]),
    )
    const headings = ['tenant', 'domain', 'owner', 'since (UTC)', 'by', 'sending', 'new in ServiceTitan']
    printResult(options, { ok: true, tenants }, renderTable(headings, rows, ['new in ServiceTitan']))
    return exitCode.done
  })
}

/** `sync domains plan`: what a switch would do. @returns the exit code: 1 when it would be refused */
export async function domainsPlan(
  names: string,
  mode: string,
  options: TenantOptions & Pick<SwitchOptions, 'discard'>,
  env: Env,
): Promise<number> {
  const wanted = readSwitch(names, mode, options)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, wanted.tenantId)
    const plan = await planSwitch(client, wanted)
    const ok = plan.obstacles.length === 0 && plan.unsent === null
    printResult(options, { ok, ...wanted, ...plan }, renderPlan(plan, wanted))
    return ok ? exitCode.done : exitCode.error
  })
}

/** `sync domains set`: switches domains, after the plan was confirmed. */
export async function domainsSet(
  names: string,
  mode: string,
  options: SwitchOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  if (options.plan) return domainsPlan(names, mode, options, env)
  const wanted = readSwitch(names, mode, options)
  const act = commandAct(options, new Date())
  const seconds = wholeNumber(options.wait, { min: 0, max: 86_400 })
  if (seconds === null) throw new UsageError('--wait is not a whole number of seconds from 0 to 86400.')
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, wanted.tenantId)
    const plan = await planSwitch(client, wanted)
    if (plan.obstacles.length > 0) throw new UsageError(plan.obstacles.join('\n'))
    if (plan.changes.length > 0) {
      notice(renderPlan(plan, wanted))
      if (!options.yes && !(await confirm(`Switch ${plan.changes.join(' and ')}?`, { signal }))) {
        notice('Nothing was changed.')
        return exitCode.error
      }
    }
    const switched = await switchDomains(client, wanted, {
      act,
      signal,
      until: Date.now() + seconds * 1_000,
      onLeft: (records) => notice(`Waiting until ${counted(records, 'record')} was sent …`),
    })
    const text =
      switched.length === 0
        ? `Nothing to switch: ${wanted.domains.join(' and ')} of tenant ${wanted.tenantId} had this owner before.`
        : `${owners[wanted.mode]} ${switched.join(' and ')} of tenant ${wanted.tenantId} now.`
    printResult(options, { ok: true, ...wanted, switched }, text)
    return exitCode.done
  })
}

/** Who changes records, by mode. */
const owners: Readonly<Record<DomainMode, string>> = {
  servicetitan: 'ServiceTitan owns',
  hybrid: 'LAZI and ServiceTitan both change',
  lazi: 'LAZI owns',
}

/** `sync domains new`: ServiceTitan's new records in domains that LAZI owns. */
export async function domainsNew(options: TenantOptions, env: Env): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const records = await readNewRecords(client, tenantId, mostListed)
    const rows = records.map(({ table, stId, since }) => [table, stId, since.toISOString().slice(0, 16)])
    const text =
      rows.length === 0
        ? 'ServiceTitan has no new records in domains that LAZI owns.'
        : renderTable(['table', 'id in ServiceTitan', 'since (UTC)'], rows)
    printResult(options, { ok: true, tenantId, records }, text)
    return exitCode.done
  })
}

const mostListed = 1_000

/** `sync domains adopt`: takes over a new record of ServiceTitan. */
export async function domainsAdopt(
  table: string,
  stId: string,
  options: TenantOptions & ReasonOptions,
  env: Env,
): Promise<number> {
  if (!/^\d{1,18}$/.test(stId)) throw new UsageError(`${stId} is not an id of ServiceTitan.`)
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const adopted = await adoptRecord(client, { tenantId, table, stId, act })
    const what = Object.entries(adopted).map(([name, count]) => `${count} ${name}`)
    printResult(options, { ok: true, tenantId, table, stId, adopted }, `Taken over: ${what.join(', ')}.`)
    return exitCode.done
  })
}

/** The domains of an argument. @throws {UsageError} when there is no such domain */
export function readDomainNames(names: string): readonly Domain[] {
  const listed = [...new Set(names.split(',').map((name) => name.trim()))]
  const unknown = listed.filter((name) => !(domainNames as readonly string[]).includes(name))
  if (unknown.length > 0)
    throw new UsageError(`There is no domain ${unknown.join(', ')}; domains are ${domainNames.join(', ')}.`)
  return listed as Domain[]
}

function readSwitch(
  names: string,
  mode: string,
  { tenant, discard = false }: TenantOptions & Pick<SwitchOptions, 'discard'>,
): Switch {
  const domains = readDomainNames(names)
  if (!(domainModes as readonly string[]).includes(mode))
    throw new UsageError(`There is no mode ${mode}; modes are ${domainModes.join(', ')}.`)
  return { tenantId: readTenantId(tenant), domains, mode: mode as DomainMode, discards: discard }
}
