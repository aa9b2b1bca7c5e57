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
import { inTransaction, readTenantId } from 'cli-kit/postgres'
import type { OwnableDomain } from 'db-migrations/protocol'
import type pg from 'pg'
import { commandAct, type ReasonOptions } from 'records'
import {
  type ConflictSelection,
  countConflicts,
  decide,
  decideAll,
  domainOfConflict,
  domainsOfConflicts,
  dropChanges,
  readConflicts,
  readOutbox,
  retry,
  sentTables,
} from 'records/synced'
import { type RecordWrite, WriteError, writeRecords } from 'records/writes'
import { readDatabaseOptions } from '../../config.ts'
import { readTenant } from '../../tenants/tenants.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'

interface ChangeOptions extends OutputOptions, ReasonOptions {
  readonly tenant: string
}

const mostListed = 1_000
const states = ['pending', 'sending', 'unknown', 'blocked', 'failed']

/** `sync outbox list`: the records with changes that ServiceTitan lacks. */
export async function outboxList(
  options: OutputOptions & { readonly tenant?: string; readonly state?: readonly string[] },
  env: Env,
): Promise<number> {
  const unknown = (options.state ?? []).filter((state) => !states.includes(state))
  if (unknown.length > 0)
    throw new UsageError(`There is no state ${unknown.join(', ')}; states are ${states.join(', ')}.`)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push({
        tenantId,
        records: await readOutbox(client, tenantId, { states: options.state ?? null, limit: mostListed }),
      })
    const rows = tenants.flatMap(({ tenantId, records }) =>
      records.map((record) => [
        tenantId,
        record.table,
        record.id,
        record.state,
        record.fields.join(', '),
        record.since.slice(0, 16),
        record.blockedBy ?? record.error ?? Object.values(record.failedFields).join(' '),
      ]),
    )
    const headings = ['tenant', 'table', 'record', 'state', 'fields', 'since (UTC)', 'why']
    const text = rows.length === 0 ? 'ServiceTitan has everything.' : renderTable(headings, rows)
    printResult(options, { ok: true, tenants }, text)
    return exitCode.done
  })
}

type OutboxCommand = (table: string, id: string, options: ChangeOptions, env: Env) => Promise<number>

/** A command that does something with the changes of a record. @param said what it has done */
const outboxCommand =
  (work: typeof retry, said: string): OutboxCommand =>
  async (table, id, options, env) => {
    const record = { table, id: readUuid(id) }
    await change(options, env, domainOf(table), (write) => work(write, record))
    printResult(options, { ok: true, tenantId: readTenantId(options.tenant), ...record }, said)
    return exitCode.done
  }

/** `sync outbox retry`: sends a record again. */
export const outboxRetry = outboxCommand(retry, 'It is sent again.')

/** `sync outbox drop`: gives up the changes of a record. */
export const outboxDrop = outboxCommand(
  dropChanges,
  "Its changes are given up: LAZI has ServiceTitan's values.",
)

/** The domain of a table. @throws {UsageError} when its records are not exchanged */
function domainOf(table: string): () => Promise<OwnableDomain[]> {
  const synced = sentTables.find(({ record }) => record.name === table)
  if (synced === undefined)
    throw new UsageError(
      `Records of ${table} are not exchanged; tables are ${sentTables.map(({ record }) => record.name).join(', ')}.`,
    )
  const { domain } = synced.writable
  return async () => [domain]
}

/** `sync conflicts list`: the fields that both sides have changed, and that a person decides. */
export async function conflictsList(
  options: OutputOptions & { readonly tenant?: string },
  env: Env,
): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push({ tenantId, conflicts: await readConflicts(client, tenantId, { limit: mostListed }) })
    const rows = tenants.flatMap(({ tenantId, conflicts }) =>
      conflicts.map(({ id, table, field, laziValue, servicetitanValue, openedAt }) => [
        tenantId,
        id,
        `${table}.${field ?? ''}`,
        JSON.stringify(laziValue),
        JSON.stringify(servicetitanValue),
        openedAt.slice(0, 16),
      ]),
    )
    const headings = ['tenant', 'conflict', 'field', 'LAZI', 'ServiceTitan', 'since (UTC)']
    const text = rows.length === 0 ? 'No conflict is open.' : renderTable(headings, rows)
    printResult(options, { ok: true, tenants }, text)
    return exitCode.done
  })
}

interface DecideOptions extends ChangeOptions, ConflictSelection {
  readonly take: string
  readonly all?: boolean
  readonly yes?: boolean
}

/** `sync conflicts decide`: whose value stays, of one conflict or of many. */
export async function conflictsDecide(
  id: string | undefined,
  options: DecideOptions,
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  const { take, all = false } = options
  if (take !== 'lazi' && take !== 'servicetitan')
    throw new UsageError(`Expected --take lazi or --take servicetitan, got ${take}.`)
  if (all === (id !== undefined)) throw new UsageError('Expected the id of a conflict, or --all.')
  if (id === undefined) return decideSelected(options, take, { env, signal })
  const tenantId = readTenantId(options.tenant)
  const conflict = readUuid(id)
  const record = await change(
    options,
    env,
    async (client) => [await domainOfConflict(client, tenantId, conflict)],
    (write) => decide(write, { id: conflict, take }),
  )
  printResult(options, { ok: true, tenantId, ...record, take }, `Decided: ${outcomes[take]}.`)
  return exitCode.done
}

const outcomes = {
  lazi: "LAZI's value is sent",
  servicetitan: "ServiceTitan's value is taken over",
} as const

/** How many conflicts one transaction decides. */
const decidedAtOnce = 100

async function decideSelected(
  options: DecideOptions,
  take: 'lazi' | 'servicetitan',
  { env, signal }: { readonly env: Env; readonly signal: AbortSignal },
): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  const { table, field, yes = false } = options
  const selection = { table, field }
  const found = await withDatabase(readDatabaseOptions(env), (client) =>
    countConflicts(client, tenantId, selection),
  )
  const question = `Decide ${counted(found, 'conflict')}: ${outcomes[take]}?`
  if (found > 0 && !yes && !(await confirm(question, { signal }))) {
    notice('Nothing was changed.')
    return exitCode.error
  }
  let decided = 0
  for (let last = Math.min(found, decidedAtOnce); last > 0 && decided < found; decided += last)
    last = await change(
      options,
      env,
      (client) => domainsOfConflicts(client, tenantId, selection),
      (write) => decideAll(write, selection, { take, limit: Math.min(decidedAtOnce, found - decided) }),
    )
  const text = `Decided: ${counted(decided, 'conflict')}; ${outcomes[take]}.`
  printResult(options, { ok: true, tenantId, ...selection, take, decided }, text)
  return exitCode.done
}

/** Changes records as the API does. @throws {UsageError} when the change is refused */
async function change<T>(
  options: ChangeOptions,
  env: Env,
  domainsOf: (client: pg.ClientBase) => Promise<OwnableDomain[]>,
  work: (write: RecordWrite) => Promise<T>,
): Promise<T> {
  const tenantId = readTenantId(options.tenant)
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    await readTenant(client, tenantId)
    try {
      return await inTransaction(client, async () =>
        writeRecords(client, { tenantId, domains: await domainsOf(client), act }, work),
      )
    } catch (error) {
      if (error instanceof WriteError) throw new UsageError(error.message)
      throw error
    }
  })
}

function readUuid(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new UsageError(`${text} is no id: expected a UUID, as the list has it.`)
  return text
}
