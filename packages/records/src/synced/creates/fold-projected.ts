import type { RecordChanges } from '../../append-changes.ts'
import type { RecordTable } from '../../table.ts'
import { recordTables } from '../../tables.ts'
import type { RecordKey, SyncedWrite } from '../outbox-row.ts'

/** Where LAZI has a record of ServiceTitan already. */
export interface Taken {
  readonly id: string
  /** Whether people changed it since both sides agreed. */
  readonly isEdited: boolean
}

/** The record that LAZI has of an id in ServiceTitan, locked. @returns undefined when there is none */
export async function lockTaken(
  { client, tenantId }: SyncedWrite,
  table: string,
  stId: string,
): Promise<Taken | undefined> {
  const { rows } = await client.query<Taken>(
    `SELECT id::text, EXISTS (SELECT FROM sync.outbox AS changed
              WHERE changed.tenant_id = $1 AND changed.table_name = $3 AND changed.record_id = record.id) AS "isEdited"
       FROM lazi.${table} AS record WHERE tenant_id = $1 AND st_id = $2 FOR UPDATE`,
    [tenantId, stId, table],
  )
  return rows[0]
}

/**
 * Folds a record that was projected, before it was known that LAZI had created it, into the one of LAZI: what refers to it
 * refers to that one, and it is deleted.
 * @param from the projected record, locked
 * @param into LAZI's record, locked
 * @returns the changes for `lazi.changes`
 */
export async function foldProjected(
  { client, tenantId, now }: SyncedWrite,
  { table, from, into }: Pick<RecordKey, 'table'> & { readonly from: string; readonly into: string },
): Promise<readonly RecordChanges[]> {
  const changes: RecordChanges[] = []
  const updated = `version = version + 1, updated_at = $4, updated_by = 'servicetitan'`
  for (const referring of recordTables) {
    for (const column of referencesTo(referring, table)) {
      const { rows } = await client.query<{ id: string }>(
        `UPDATE lazi.${referring.name} SET ${column} = $3, ${updated} WHERE tenant_id = $1 AND ${column} = $2
         RETURNING id::text`,
        [tenantId, from, into, now],
      )
      const moved = rows.map(({ id }) => ({ id, op: 'update', changed_paths: [column] }))
      changes.push({ table: referring.name, rows: JSON.stringify(moved) })
    }
  }
  const own = recordTables.find(({ name }) => name === table)
  const merged = own && 'merged_into_id' in own.fields ? ', merged_into_id = $3' : ''
  await client.query(
    `UPDATE lazi.${table} SET st_id = NULL, active = false, deleted_at = $4, ${updated}${merged}
      WHERE tenant_id = $1 AND id = $2 AND id <> $3`,
    [tenantId, from, into, now],
  )
  return [...changes, { table, rows: JSON.stringify([{ id: from, op: 'delete', changed_paths: [] }]) }]
}

/** The columns of a table with the ids of records of another one, or copies of them. */
function referencesTo({ fields }: RecordTable, of: string): string[] {
  return Object.entries(fields).flatMap(([column, field]) => {
    if (field.kind === 'record') return field.of === of ? [column] : []
    if (field.kind !== 'copy') return []
    const through = fields[field.through]
    const source = recordTables.find(({ name }) => through?.kind === 'record' && name === through.of)
    const copied = source?.fields[field.field]
    return copied?.kind === 'record' && copied.of === of ? [column] : []
  })
}
