import {
  confirm,
  counted,
  type Env,
  exitCode,
  notice,
  type OutputOptions,
  printResult,
  readOperator,
} from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { readDatabaseOptions } from '../../config.ts'
import { confirmRestore, type RestoredDomain, readRestored } from '../../domains/confirm-restore.ts'
import { pauseSending } from '../../domains/pause-sending.ts'
import { readTenant } from '../../tenants/tenants.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'
import { readDomainNames } from './domains.ts'

interface PauseOptions extends OutputOptions, ReasonOptions {
  readonly tenant: string
  readonly by?: string
}

/** `sync domains pause|resume`: whether the changes of domains are sent. */
export async function domainsPause(
  names: string,
  { isPaused }: { readonly isPaused: boolean },
  options: PauseOptions,
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  const domains = readDomainNames(names)
  const act = commandAct(options, new Date())
  const by = isPaused ? options.by?.trim() || readOperator().name : null
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const { changed, underWay } = await pauseSending(client, { tenantId, domains, by, act })
    const what = domains.join(' and ')
    const left = underWay > 0 ? ` Under way: ${counted(underWay, 'request')}.` : ''
    const text = isPaused ? `Nothing of ${what} is sent any more.${left}` : `Changes of ${what} are sent.`
    printResult(options, { ok: true, tenantId, domains, isPaused, changed, underWay }, text)
    return exitCode.done
  })
}

interface RestoreOptions extends OutputOptions, ReasonOptions {
  readonly tenant?: string
  readonly yes?: boolean
}

/** `sync domains confirm-restore`: changes of a restored database are sent again. */
export async function domainsConfirmRestore(
  options: RestoreOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const waiting: { readonly tenantId: string; readonly domains: readonly RestoredDomain[] }[] = []
    for (const tenantId of await readTenantIds(client, options)) {
      const domains = await readRestored(client, tenantId)
      if (domains.length > 0) waiting.push({ tenantId, domains })
    }
    if (waiting.length > 0) {
      notice(waiting.map(renderRestored).join('\n'))
      notice(
        'ServiceTitan may have received some of them after the backup was made: each record is read before anything of it is sent.',
      )
      if (!options.yes && !(await confirm('Send them from this database?', { signal }))) {
        notice('Nothing was changed.')
        return exitCode.error
      }
    }
    for (const { tenantId } of waiting) await confirmRestore(client, tenantId, act)
    const text =
      waiting.length === 0
        ? 'Nothing waits for a confirmation.'
        : 'Confirmed: changes are sent from this database.'
    printResult(options, { ok: true, tenants: waiting }, text)
    return exitCode.done
  })
}

const renderRestored = ({ tenantId, domains }: { tenantId: string; domains: readonly RestoredDomain[] }) =>
  `Tenant ${tenantId}: ${domains
    .map(({ domain, records }) => `${counted(records, 'record')} of ${domain} with changes that wait`)
    .join(', ')}.`
