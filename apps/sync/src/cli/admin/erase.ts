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
import { eraseCustomer } from '../../erasure/erase-customer.ts'
import type { OpenJobs } from '../../erasure/open-jobs.ts'
import { type ErasurePreview, previewErasure } from '../../erasure/preview-erasure.ts'
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
 * @param id ServiceTitan's id, also after `st:`, or LAZI's
 * @throws {UsageError} without --yes when not on a terminal, and when the tenant has no such customer
 */
export async function eraseCustomerCommand(
  id: string,
  options: EraseOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  const reference = readReference(id)
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    const found = await previewErasure(client, tenantId, reference)
    if (!found) throw new UsageError(`Tenant ${tenantId} has no customer ${id}.`)
    const { person, openJobs } = found
    if (openJobs.count > 0) notice(warningOf(id, openJobs))
    const question = questionOf(id, found)
    const withoutTerminal = `${question} Not a terminal: add --yes to confirm.`
    if (!options.yes && !(await confirm(question, { withoutTerminal, signal }))) {
      notice('Nothing was changed.')
      return exitCode.error
    }
    const erased = await eraseCustomer(client, { tenantId, reference, waitMs: 60_000, signal, act })
    if (!erased) throw new UsageError(`Tenant ${tenantId} has no customer ${id}.`)
    await catchUpAll(client, { tenantId, signal })
    const rows = Object.entries(erased.records)
      .filter(([, count]) => count > 0)
      .map(([table, count]) => [table, String(count)])
    const text = [
      `Customer ${id} of tenant ${tenantId} was erased${mergedText(person)}.`,
      renderTable(['table', 'records'], rows, ['records']),
      'Not within reach of this command:',
      ...outOfReach.map((line) => `- ${line}`),
    ].join('\n')
    const { id: laziId, stId, customers } = person
    const customer = { customerId: stId ?? laziId, id: laziId, serviceTitanId: stId, customers }
    printResult(options, { ok: true, tenantId, ...customer, openJobs, ...erased, outOfReach }, text)
    return exitCode.done
  })
}

/** @returns LAZI's id, or ServiceTitan's after `st:`. @throws {UsageError} */
function readReference(id: string): string {
  const stId = /^(?:st:)?(\d{1,18})$/.exec(id)?.[1]
  if (stId !== undefined) return `st:${stId}`
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id.toLowerCase()
  throw new UsageError(`${id} is not an id of a customer: give ServiceTitan's, such as 4711, or LAZI's.`)
}

function questionOf(id: string, { person, cached, own }: ErasurePreview): string {
  const records = [
    ...(cached > 0 || own === 0 ? [counted(cached, 'record')] : []),
    ...(own > 0 ? [`${counted(own, 'record')} that LAZI owns`] : []),
  ]
  return `Erase customer ${id} (${person.name})${mergedText(person)}, ${records.join(' and ')}? This cannot be undone.`
}

const mergedText = ({ customers }: ErasurePreview['person']) =>
  customers > 1 ? ` with ${counted(customers - 1, 'customer')} merged with it` : ''

function warningOf(id: string, { count, numbers }: OpenJobs): string {
  const more = count > numbers.length ? ` and ${count - numbers.length} more` : ''
  return `warning: customer ${id} has ${counted(count, 'open job')}, whose texts are erased too: ${numbers.join(', ')}${more}.`
}
