import { mergeFieldsOf, type Values } from 'records/merge'
import { type Creation, createdValues, type NewRecord, syncedTableNamed } from 'records/synced'
import { listedWith } from '../requests/index.ts'
import {
  type Blocked,
  BlockedError,
  type ListedWith,
  type PushRequest,
  type RequestInput,
} from '../requests/request.ts'
import { type CreatedTable, inputOf } from './created-table.ts'
import { customerContacts, customers, locationContacts, locations } from './customers.ts'
import { appointments, jobs } from './jobs.ts'
import { hasMark, markOf } from './mark.ts'

const tables: Readonly<Record<string, CreatedTable>> = {
  customers,
  customer_contacts: customerContacts,
  locations,
  location_contacts: locationContacts,
  jobs,
  appointments,
}

/** How records of a table are created. @throws {Error} when LAZI creates none in ServiceTitan */
export function createdTable(name: string): CreatedTable {
  const table = tables[name]
  if (table === undefined) throw new Error(`Records of ${name} are not created in ServiceTitan.`)
  return table
}

/** With which record records are listed, where they are looked for; undefined: they are found by their mark. */
export const foundIn = (name: string): ListedWith | undefined =>
  createdTable(name).foundIn ?? listedWith(name)

/** What a new record sends, and what ServiceTitan gives it besides. */
const sentOf = ({ table, local }: NewRecord): Values =>
  createdValues(mergeFieldsOf(syncedTableNamed(table).writable), { ...local, ...createdTable(table).implied })

/** Whether a record that ServiceTitan has was created for one of LAZI's: by its mark, or by what was sent. */
export function isOurs(remote: Values, record: NewRecord): boolean {
  const { isMarked, hasValues } = createdTable(record.table)
  if (isMarked) return hasMark(remote, record.id)
  return hasValues?.(remote, record.outbox.attempt?.sent ?? sentOf(record)) ?? false
}

/** A request, and what it sends of each record. */
export interface CreationRequest {
  readonly request: PushRequest
  readonly attempts: readonly { readonly record: NewRecord; readonly sent: Values }[]
}

/**
 * The request that creates a record with its members; those that are gone in LAZI are left out.
 * @param stIds ServiceTitan's ids of records to which they refer
 */
export function creationRequest(
  { root, members }: Creation,
  stIds: RequestInput['stIds'],
): CreationRequest | Blocked {
  const table = createdTable(root.table)
  const live = members.filter(({ isDeleted }) => !isDeleted)
  const { needs } = table
  if (needs && !live.some((member) => member.table === needs.table)) return { blockedBy: needs.blockedBy }
  const attempts: { record: NewRecord; sent: Values }[] = []
  const bodyOf = (record: NewRecord): Record<string, unknown> => {
    const { body, isMarked, members: taken } = createdTable(record.table)
    const sent = sentOf(record)
    attempts.push({ record, sent })
    const own = taken.filter(({ of }) => of === record.table)
    const lists = own.map(({ table: name, as }) => {
      const listed = live.filter((member) => member.table === name && member.parentId === record.id)
      return [as, listed.map(bodyOf)] as const
    })
    const mark = isMarked ? { externalData: markOf(record.id) } : {}
    return { ...body(inputOf(sent, stIds)), ...mark, ...Object.fromEntries(lists) }
  }
  try {
    const input = inputOf(sentOf(root), stIds)
    const body = { ...table.alone?.(input), ...bodyOf(root) }
    const { module, scope } = table
    const request = { method: 'POST', module, scope, path: table.path(input), body } as const
    return { request: { ...request, sent: input.toSend, hasRecord: false }, attempts }
  } catch (error) {
    if (error instanceof BlockedError) return { blockedBy: error.by }
    throw error
  }
}

/** LAZI's ids of the records to which new ones refer, by table; without those that are created with them. */
export function referencesOf(records: readonly NewRecord[]): ReadonlyMap<string, readonly string[]> {
  const created = new Set(records.map(({ id }) => id))
  const found = new Map<string, Set<string>>()
  for (const record of records) {
    for (const [field, table] of Object.entries(createdTable(record.table).references)) {
      const ids = idsIn(record.local[field]).filter((id) => !created.has(id))
      if (ids.length > 0) found.set(table, new Set([...(found.get(table) ?? []), ...ids]))
    }
  }
  return new Map([...found].map(([table, ids]) => [table, [...ids]]))
}

const idsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? (value as string[]) : typeof value === 'string' ? [value] : []
