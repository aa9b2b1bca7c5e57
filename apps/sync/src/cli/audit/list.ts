import {
  type Env,
  exitCode,
  type OutputOptions,
  print,
  printResult,
  renderTable,
  toInstant,
  UsageError,
  wholeNumber,
} from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import { type ListedEntry, listEntries, readEntry } from '../../audit/list-entries.ts'
import { readDatabaseOptions } from '../../config.ts'
import { withDatabase } from '../with-database.ts'
import { readSeqs } from './read-seqs.ts'

export interface ListOptions extends OutputOptions {
  readonly tenant?: string
  readonly entity?: string
  readonly actor?: string
  readonly action?: string
  readonly from?: string
  readonly before?: string
  readonly limit: string
}

/** `sync audit list`. @throws {UsageError} for an invalid tenant, time or limit */
export async function auditList(options: ListOptions, env: Env): Promise<number> {
  const limit = wholeNumber(options.limit, { min: 1, max: 10_000 })
  if (limit === null) throw new UsageError('--limit is not a whole number from 1 to 10000.')
  const filter = {
    tenantId: options.tenant === undefined ? null : readTenantId(options.tenant),
    entity: options.entity ?? null,
    actor: options.actor ?? null,
    action: options.action ?? null,
    from: readInstant('--from', options.from),
    before: readInstant('--before', options.before),
    limit,
  }
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const entries = await listEntries(client, filter)
    printResult(options, { ok: true, entries }, renderEntries(entries))
    return exitCode.done
  })
}

/** `sync audit show <seq> --tenant <id>`. @throws {UsageError} when the tenant has no such entry */
export async function auditShow(
  text: string,
  options: OutputOptions & { readonly tenant: string },
  env: Env,
): Promise<number> {
  const tenantId = readTenantId(options.tenant)
  const [seq = ''] = readSeqs([text])
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const entry = await readEntry(client, tenantId, seq)
    if (!entry)
      throw new UsageError(
        `Tenant ${tenantId} has no entry ${seq}. List them with: pnpm sync audit list --tenant ${tenantId}`,
      )
    if (options.json) print(JSON.stringify({ ok: true, entry }))
    else {
      for (const [name, value] of Object.entries(entry))
        print(`${name.padEnd(10)}  ${value instanceof Date ? value.toISOString() : (value ?? '–')}`)
    }
    return exitCode.done
  })
}

function readInstant(option: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const instant = toInstant(text)
  if (instant !== null) return instant
  throw new UsageError(`${option} is not a time with its offset, such as 2026-03-10T15:04:05Z.`)
}

function renderEntries(entries: readonly ListedEntry[]): string {
  if (entries.length === 0) return 'There is no such entry.'
  return renderTable(
    ['tenant', 'seq', 'at', 'actor', 'name', 'on behalf of', 'action', 'what', 'changes', 'reason'],
    entries.map((entry) => [
      entry.tenantId,
      entry.seq,
      entry.at.toISOString(),
      [entry.actorKind, entry.actorId].filter(Boolean).join(':'),
      entry.actorName ?? '',
      entry.onBehalfOf ?? '',
      entry.action,
      `${entry.entity} ${entry.entityId}`,
      entry.isEmptied ? 'redacted' : shortened(entry.changes ?? ''),
      entry.reason ?? '',
    ]),
    ['tenant', 'seq'],
  )
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
