import type { Sandbox } from 'servicetitan-sandbox'
import type { Cast, EditedRecord } from './cast.ts'
import { recordThere } from './cast.ts'
import type { EditedField, Fields } from './edited-tables.ts'

// What is known of each record at rest, from accounts that know nothing of the merge: the book of the sandbox, the entries of
// the audit log, and the stored conflicts.

type BookEntry = Sandbox['book'][number]

/** An edit in LAZI, with the values before and after it. */
interface Entry {
  readonly id: string
  readonly action: string
  readonly old: Fields
  readonly new: Fields
}

interface StoredConflict {
  readonly id: string
  readonly field: string | null
  readonly laziValue: unknown
  readonly servicetitanValue: unknown
  readonly decision: string | null
}

export interface Accounts {
  /** By the names of records. */
  readonly records: ReadonlyMap<string, RecordAccount>
  readonly entries: number
}

/** What is known of a record. */
export interface RecordAccount {
  readonly record: EditedRecord
  readonly lazi: Fields
  readonly servicetitan: Fields
  /** The edits of people in LAZI, in order. */
  readonly entries: readonly Entry[]
  /** What was written in ServiceTitan, in order. */
  readonly book: readonly BookEntry[]
  readonly conflicts: readonly StoredConflict[]
}

/** A change of one field. */
export interface FieldChange {
  readonly before: unknown
  readonly value: unknown
}

export interface FieldChangeThere extends FieldChange {
  readonly entry: BookEntry
}

/** The changes of a field in LAZI by people, without decisions of conflicts. */
export const changesInLazi = ({ entries }: RecordAccount, field: EditedField): FieldChange[] =>
  entries.flatMap((entry) => {
    const [before, value] = [field.ofLazi(entry.old), field.ofLazi(entry.new)]
    return entry.action === 'decide' || value === undefined || before === value ? [] : [{ before, value }]
  })

/** The changes of a field in ServiceTitan, by people and by LAZI. */
export const changesThere = ({ book }: RecordAccount, field: EditedField): FieldChangeThere[] =>
  book.flatMap((entry) => {
    const [before, value] = [field.ofServiceTitan(entry.before), field.ofServiceTitan(entry.values)]
    return value === undefined || before === value ? [] : [{ before, value, entry }]
  })

/** Reads everything that is known. */
export async function readAccounts({ stage, records }: Cast): Promise<Accounts> {
  const { pool, tenant } = stage
  const { rows: entries } = await pool.query<{ id: string; action: string; changes: string | null }>(
    `SELECT entity_id AS id, action, changes FROM audit.entries
      WHERE tenant_id = $1 AND entity = ANY ($2) AND actor_kind = 'key' ORDER BY seq`,
    [tenant.tenantId, [...new Set(records.map(({ table }) => `lazi.${table.table}`))]],
  )
  const { rows: conflicts } = await pool.query<StoredConflict>(
    `SELECT record_id::text AS id, field, lazi_value AS "laziValue", servicetitan_value AS "servicetitanValue", decision
       FROM sync.conflicts WHERE tenant_id = $1 ORDER BY conflict_id`,
    [tenant.tenantId],
  )
  const all = new Map<string, RecordAccount>()
  for (const record of records) {
    const answer = await stage.call('GET', `${record.table.table}/${record.id}`)
    if (answer?.status !== 200) throw new Error(`${record.name} cannot be read: ${answer?.status}`)
    all.set(record.name, {
      record,
      lazi: answer.body,
      servicetitan: recordThere(stage, record),
      entries: entries.filter(({ id }) => id === record.id).map(sidesOf),
      book: stage.tenant.sandbox.book.filter(
        ({ tenantId, resource, id }) =>
          tenantId === tenant.id && resource === record.table.resource && String(id) === record.stId,
      ),
      conflicts: conflicts.filter(({ id }) => id === record.id),
    })
  }
  return { records: all, entries: entries.length }
}

function sidesOf({
  id,
  action,
  changes,
}: {
  readonly id: string
  readonly action: string
  readonly changes: string | null
}): Entry {
  const fields = Object.entries(
    JSON.parse(changes ?? '{}') as Readonly<
      Record<string, { readonly old?: unknown; readonly new?: unknown }>
    >,
  )
  return {
    id,
    action,
    old: Object.fromEntries(fields.map(([name, change]) => [name, change.old])),
    new: Object.fromEntries(fields.map(([name, change]) => [name, change.new])),
  }
}
