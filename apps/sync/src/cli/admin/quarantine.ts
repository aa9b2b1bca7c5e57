import { type Env, exitCode, print, printResult, renderTable, UsageError } from 'cli-kit'
import { readTenantId } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, commandAct, type ReasonOptions } from 'records'
import { tables } from '../../cache/tables.ts'
import { readDatabaseOptions } from '../../config.ts'
import { listQuarantine, type QuarantineEntry, showQuarantine } from '../../quarantine/quarantine-list.ts'
import { replayEntries } from '../../quarantine/replay-entries.ts'
import { dropEntries } from '../../quarantine/resolve-entries.ts'
import { ago } from '../../status/time-text.ts'
import { selectTable } from '../select.ts'
import { withDatabase } from '../with-database.ts'

export interface QuarantineOptions extends ReasonOptions {
  readonly json?: boolean
  readonly tenant?: string
  readonly resource?: string
  readonly stripNulls?: boolean
}

/** `sync quarantine list`. */
export async function quarantineList(options: QuarantineOptions, env: Env): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const entries = await find(client, [], options)
    printResult(options, { ok: true, entries }, renderEntries(entries, Date.now()))
    return exitCode.done
  })
}

/** `sync quarantine show <id>`. @throws {UsageError} when the entry does not exist */
export async function quarantineShow(id: string, options: QuarantineOptions, env: Env): Promise<number> {
  const [entryId = ''] = readIds([id])
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const entry = await showQuarantine(client, entryId)
    if (!entry)
      throw new UsageError(`Entry ${id} does not exist. List the entries with: pnpm sync quarantine list`)
    const { payload, ...facts } = entry
    if (options.json) print(JSON.stringify({ ok: true, entry: { ...facts, payload } }))
    else {
      for (const [name, value] of Object.entries(facts)) {
        print(`${name.padEnd(11)}  ${value instanceof Date ? value.toISOString() : (value ?? '–')}`)
      }
      print(payload)
    }
    return exitCode.done
  })
}

/** `sync quarantine replay [id…]`. @returns the exit code: 1 when a record was refused again */
export async function quarantineReplay(
  ids: readonly string[],
  options: QuarantineOptions,
  env: Env,
): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const act = commandAct(options, new Date())
    const entries = await findAll(client, ids, options)
    let written = 0
    let refused = 0
    for (const group of byTable(entries)) {
      const result = await replayGroup(client, group, { ...options, act })
      written += result.written
      refused += result.refused
    }
    const text = `${written} written, ${refused} refused again.`
    printResult(options, { ok: refused === 0, written, refused }, text)
    return refused === 0 ? exitCode.done : exitCode.error
  })
}

/** `sync quarantine drop <id…>`: resolves the entries; they are kept until their retention ends. */
export async function quarantineDrop(
  ids: readonly string[],
  options: QuarantineOptions,
  env: Env,
): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const act = commandAct(options, new Date())
    const entries = await findAll(client, ids, options)
    for (const { tenantId, ids: ofTable } of byTable(entries)) {
      await dropEntries(client, tenantId, ofTable, act)
    }
    const dropped = entries.length
    printResult(options, { ok: true, dropped }, `${dropped} dropped.`)
    return exitCode.done
  })
}

interface Group {
  readonly tenantId: string
  readonly tableName: string
  readonly ids: string[]
}

async function replayGroup(
  client: pg.ClientBase,
  { tenantId, tableName, ids }: Group,
  { stripNulls = false, act }: { readonly stripNulls?: boolean; readonly act: Act },
): Promise<{ readonly written: number; readonly refused: number }> {
  const table = tables.find(({ name }) => name === tableName)
  if (!table) return { written: 0, refused: ids.length }
  return replayEntries(client, {
    tenantId,
    table,
    ids,
    stripNulCharacters: stripNulls,
    lockWaitMs: 15_000,
    act,
  })
}

function find(client: pg.ClientBase, ids: readonly string[], { tenant, resource }: QuarantineOptions) {
  return listQuarantine(client, {
    tenantId: tenant === undefined ? null : readTenantId(tenant),
    tableName: resource === undefined ? null : selectTable(resource).name,
    ids: ids.length === 0 ? null : ids,
  })
}

/** @throws {UsageError} when an id is not that of an open entry */
async function findAll(client: pg.ClientBase, ids: readonly string[], options: QuarantineOptions) {
  const requested = readIds(ids)
  const entries = await find(client, requested, options)
  const missing = requested.filter((id) => !entries.some((entry) => entry.id === id))
  if (missing.length === 0) return entries
  throw new UsageError(
    `No open entry ${missing.join(', ')}. List the entries with: pnpm sync quarantine list`,
  )
}

function readIds(ids: readonly string[]): string[] {
  const wrong = ids.filter((id) => !/^\d{1,18}$/.test(id))
  if (wrong.length > 0) throw new UsageError(`${wrong.join(', ')} is not the id of an entry.`)
  return [...ids]
}

function byTable(entries: readonly QuarantineEntry[]): Group[] {
  const groups = new Map<string, Group>()
  for (const { id, tenantId, table } of entries) {
    const key = `${tenantId}:${table}`
    const group = groups.get(key) ?? { tenantId, tableName: table, ids: [] }
    group.ids.push(id)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function renderEntries(entries: readonly QuarantineEntry[], now: number): string {
  if (entries.length === 0) return 'The quarantine is empty.'
  return renderTable(
    ['id', 'tenant', 'table', 'record', 'attempts', 'last seen', 'error'],
    entries.map((entry) => [
      entry.id,
      entry.tenantId,
      entry.table,
      entry.record,
      String(entry.attempts),
      ago(entry.lastSeenAt, now),
      [entry.errorCode, entry.error].filter(Boolean).join(' '),
    ]),
    ['id', 'attempts'],
  )
}
