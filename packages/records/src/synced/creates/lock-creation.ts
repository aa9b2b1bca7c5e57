import type pg from 'pg'
import { recordColumn } from '../../field-name.ts'
import { groupValues, mergeFieldsOf, type Values } from '../../merge/index.ts'
import { recordTables } from '../../tables.ts'
import { fieldsJson } from '../../writes/stored-record.ts'
import { type LockedOutboxRow, lockOutboxRows, type RecordKey, type SyncedWrite } from '../outbox-row.ts'
import { syncedTableNamed } from '../synced-tables.ts'

/** A table whose records are created by the same request as the record to which they refer. */
export interface CreationMember {
  readonly table: string
  /** The field that refers to that record. */
  readonly by: string
  /** The table of that record. */
  readonly of: string
}

/** A record that ServiceTitan lacks. */
export interface NewRecord {
  readonly table: string
  readonly id: string
  /** The record of the same request to which it refers; null: it is the first one. */
  readonly parentId: string | null
  /** Whether it is gone in LAZI. */
  readonly isDeleted: boolean
  /** Its values, by the field or the group. */
  readonly local: Values
  readonly outbox: LockedOutboxRow
}

/** A record that ServiceTitan lacks, with those that one request creates. */
export interface Creation {
  readonly root: NewRecord
  /** In the order of their tables. */
  readonly members: readonly NewRecord[]
}

/**
 * Locks a record that ServiceTitan lacks, with those that are created with it: all records in the order of tables, then
 * their rows of the outbox.
 * @param members of its table, and of theirs
 * @returns undefined when it is no longer to be created
 */
export async function lockCreation(
  { client, tenantId }: SyncedWrite,
  { table, id }: Pick<RecordKey, 'table' | 'id'>,
  members: readonly CreationMember[],
): Promise<Creation | undefined> {
  const found = new Map<string, readonly Stored[]>()
  for (const { name } of recordTables) {
    if (name === table) found.set(name, await lockRecords(client, tenantId, { table, by: 'id', ids: [id] }))
    const member = members.find((one) => one.table === name)
    const parents = member && found.get(member.of)?.map((parent) => parent.id)
    if (parents !== undefined && parents.length > 0)
      found.set(
        name,
        await lockRecords(client, tenantId, { table: name, by: member?.by ?? '', ids: parents }),
      )
  }
  const records: NewRecord[] = []
  for (const [name, stored] of found) {
    const ids = stored.map((record) => record.id)
    const outbox = await lockOutboxRows(client, { tenantId, table: name, ids })
    const fields = mergeFieldsOf(syncedTableNamed(name).writable)
    for (const { id: recordId, parentId, isDeleted, values } of stored) {
      const row = outbox.get(recordId)
      if (row?.op !== 'create') continue
      const isRoot = name === table
      const local = groupValues(fields, values)
      records.push({
        table: name,
        id: recordId,
        parentId: isRoot ? null : parentId,
        isDeleted,
        local,
        outbox: row,
      })
    }
  }
  const [root, ...others] = records
  return root?.table === table ? { root, members: others } : undefined
}

interface Stored {
  readonly id: string
  readonly parentId: string
  readonly isDeleted: boolean
  readonly values: Values
}

/** Locks records that ServiceTitan lacks. */
async function lockRecords(
  client: pg.ClientBase,
  tenantId: string,
  { table, by, ids }: { readonly table: string; readonly by: string; readonly ids: readonly string[] },
): Promise<readonly Stored[]> {
  const column = recordColumn(by)
  const { rows } = await client.query<Stored>(
    `SELECT id::text, ${column}::text AS "parentId", deleted_at IS NOT NULL AS "isDeleted",
            ${fieldsJson(syncedTableNamed(table).writable, {})} AS values
       FROM lazi.${table} WHERE tenant_id = $1 AND ${column} = ANY ($2::uuid[]) AND st_id IS NULL
      ORDER BY id FOR NO KEY UPDATE`,
    [tenantId, ids],
  )
  return rows
}
