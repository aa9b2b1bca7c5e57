import {
  confirm,
  counted,
  type Env,
  exitCode,
  notice,
  type OutputOptions,
  printResult,
  renderTable,
  UsageError,
} from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { commandAct, type ReasonOptions } from 'records'
import { catchUpAll } from '../../all-followers.ts'
import { readDatabaseOptions } from '../../config.ts'
import { countRecords, eraseCustomer } from '../../erasure/erase-customer.ts'
import type { OpenJobs } from '../../erasure/open-jobs.ts'
import { readTenant } from '../../tenants/tenants.ts'
import { withDatabase } from '../with-database.ts'

export interface EraseOptions extends OutputOptions, ReasonOptions {
  readonly tenant: string
  readonly yes?: boolean
}

/** What an erasure cannot reach, for the person who answers for it. */
export const outOfReach = [
  'ServiceTitan itself: it still has the customer, and the sync skips the records.',
  'Backups and dumps of the database, and its write-ahead log until it is recycled.',
  'Freed space in the tables until VACUUM: run VACUUM (FULL) if that matters.',
  'Reasons and names that people gave to commands and requests: see pnpm sync audit list.',
  'Logs, exported files, and whatever consumers of the API or of the change feeds have stored.',
] as const

/**
 * `sync erase customer <id>`: removes a person's data, and keeps the sync from bringing it back.
 * @throws {UsageError} without --yes when not on a terminal, and when the tenant has no such customer
 */
export async function eraseCustomerCommand(
  id: string,
  options: EraseOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  if (!/^\d{1,18}$/.test(id)) throw new UsageError(`${id} is not ServiceTitan's id of a customer.`)
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const found = await countRecords(client, tenantId, id)
    if (!found) throw new UsageError(`Tenant ${tenantId} has no customer ${id}.`)
    const { openJobs } = found
    if (openJobs.count > 0) notice(warningOf(id, openJobs))
    const total = Object.values(found.records).reduce((sum, count) => sum + count, 0)
    const question = `Erase customer ${id} (${found.name}), ${counted(total, 'record')}? This cannot be undone.`
    if (!options.yes && !(await confirm(question, { signal }))) {
      notice('Nothing was changed.')
      return exitCode.error
    }
    const erased = await eraseCustomer(client, { tenantId, customerId: id, waitMs: 60_000, signal, act })
    if (!erased) throw new UsageError(`Tenant ${tenantId} has no customer ${id}.`)
    await catchUpAll(client, { tenantId, signal })
    const rows = Object.entries(erased.records).map(([table, count]) => [table, String(count)])
    const text = [
      `Customer ${id} of tenant ${tenantId} was erased.`,
      renderTable(['table', 'records'], rows, ['records']),
      'Not within reach of this command:',
      ...outOfReach.map((line) => `- ${line}`),
    ].join('\n')
    printResult(options, { ok: true, tenantId, customerId: id, openJobs, ...erased, outOfReach }, text)
    return exitCode.done
  })
}

function warningOf(id: string, { count, numbers }: OpenJobs): string {
  const more = count > numbers.length ? ` and ${count - numbers.length} more` : ''
  return `warning: customer ${id} has ${counted(count, 'open job')}, whose texts are erased too: ${numbers.join(', ')}${more}.`
}
