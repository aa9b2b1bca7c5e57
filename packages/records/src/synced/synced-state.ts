import type pg from 'pg'
import {
  groupValues,
  type MergeFields,
  mergeFieldsOf,
  type SyncedRecord,
  type Values,
} from '../merge/index.ts'
import { instantText } from '../value-json.ts'
import { fieldsJson } from '../writes/stored-record.ts'
import { readFieldRules } from './field-rules.ts'
import {
  type LockedOutboxRow,
  lockOutboxRow,
  type RecordKey,
  readOpenConflicts,
  type SyncedWrite,
} from './outbox-row.ts'
import type { SyncedTable } from './synced-table.ts'
import { type CachedVersion, versionStatement } from './version-statement.ts'

/** A record that is locked, with what is known of its counterpart in ServiceTitan. */
export interface SyncedState {
  readonly table: SyncedTable
  readonly fields: MergeFields
  readonly key: RecordKey
  readonly stId: string
  /** Its fields, those that only LAZI has too. */
  readonly stored: Values
  readonly outbox: LockedOutboxRow | undefined
  readonly record: SyncedRecord
  /** The version that the cache has of it. */
  readonly version: CachedVersion
}

/**
 * Locks a record, its row in the outbox and its open conflicts, in this order, and reads its version in the cache.
 * @returns undefined when LAZI has no such record, or the cache has no version of it
 */
export async function lockState(
  { client, tenantId }: SyncedWrite,
  table: SyncedTable,
  id: string,
): Promise<SyncedState | undefined> {
  const key: RecordKey = { tenantId, table: table.record.name, id }
  const stored = await lockStored(client, table, key)
  if (stored?.stId == null) return undefined
  const outbox = await lockOutboxRow(client, key)
  const open = await readOpenConflicts(client, key)
  const version = await readVersion(client, table, { tenantId, stId: stored.stId })
  if (version === undefined) return undefined
  const fields = mergeFieldsOf(table.writable, await readFieldRules(client, tenantId, key.table))
  const record: SyncedRecord = {
    local: groupValues(fields, stored.values),
    base: exchanged(outbox?.base ?? {}, fields),
    attempt: outbox?.attempt ?? null,
    modifiedOn: stored.modifiedOn,
    open,
  }
  return { table, fields, key, stId: stored.stId, stored: stored.values, outbox, record, version }
}

/** The agreed values of fields that are exchanged: the outbox also has others, of changes while LAZI owned the record. */
const exchanged = (base: Values, fields: MergeFields): Values =>
  Object.fromEntries(Object.entries(base).filter(([name]) => name in fields))

interface Stored {
  readonly stId: string | null
  readonly modifiedOn: string | null
  readonly values: Values
}

async function lockStored(
  client: pg.ClientBase,
  { writable, record, carried = {} }: SyncedTable,
  { tenantId, id }: RecordKey,
): Promise<Stored | undefined> {
  const { rows } = await client.query<Stored>(
    `SELECT st_id::text AS "stId", ${instantText('st_modified_on')} AS "modifiedOn",
            ${fieldsJson(writable, carried)} AS values
       FROM lazi.${record.name} WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [tenantId, id],
  )
  return rows[0]
}

async function readVersion(
  client: pg.ClientBase,
  table: SyncedTable,
  { tenantId, stId }: { readonly tenantId: string; readonly stId: string },
): Promise<CachedVersion | undefined> {
  const { rows } = await client.query<CachedVersion>(versionStatement(table), [tenantId, [stId]])
  return rows[0]
}
