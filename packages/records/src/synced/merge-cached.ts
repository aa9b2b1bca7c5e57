import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import { recordColumn } from '../field-name.ts'
import {
  type Conflict,
  confirmAnswer,
  groupValues,
  type Merged,
  mergeFieldsOf,
  mergeVersion,
  type SyncedRecord,
  ungroupValues,
  type Values,
} from '../merge/index.ts'
import { instantText } from '../value-json.ts'
import { fieldsJson } from '../writes/stored-record.ts'
import { readFieldRules } from './field-rules.ts'
import {
  lockOutboxRow,
  type OutboxRow,
  type RecordKey,
  readOpenConflicts,
  type SyncedWrite,
} from './outbox-row.ts'
import {
  type CachedVersion,
  mergedStatement,
  newValues,
  type SyncedTable,
  versionStatement,
} from './version-statement.ts'
import { writeConflicts } from './write-conflicts.ts'
import { writeOutboxRow } from './write-outbox-row.ts'

// A record that people changed, and a version of it in the cache:
//
//   lazi row, outbox row, conflicts, locked in this order ─> merge (pure) ─> lazi row, outbox row, conflicts
//
// A record without an outbox row is not merged but projected: both sides agree on all of it.

/** How a version was read. */
export type Reading =
  /** From the feed, or before a request; `endsAttempt`: no attempt can be applied later than it was read. */
  | { readonly kind: 'version'; readonly endsAttempt: boolean }
  /** It is the response to the request of an attempt. */
  | { readonly kind: 'answer'; readonly attemptId: string }

/** A record after a merge. */
export interface MergedRecord {
  readonly outcome: Merged['outcome']
  /** The columns that changed; empty: the version did not rise. */
  readonly changed: readonly string[]
  /** What is left to send; undefined: both sides agree. */
  readonly outbox: OutboxRow | undefined
  readonly record: SyncedRecord
  readonly isDeleted: boolean
}

/**
 * Merges the version that the cache has of a record into it.
 * @param id LAZI's id of the record
 * @returns undefined when LAZI has no such record, or the cache has no version of it
 */
export async function mergeCached(
  write: SyncedWrite,
  table: SyncedTable,
  id: string,
  reading: Reading,
): Promise<MergedRecord | undefined> {
  const { client, tenantId } = write
  const key: RecordKey = { tenantId, table: table.record.name, id }
  const stored = await lockStored(client, table, key)
  if (stored?.stId == null) return undefined
  const outbox = await lockOutboxRow(client, key)
  const open = await readOpenConflicts(client, key)
  const version = await readVersion(client, table, { tenantId, stId: stored.stId })
  if (version === undefined) return undefined
  const fields = mergeFieldsOf(table.writable, await readFieldRules(client, tenantId, table.record.name))
  const record: SyncedRecord = {
    local: groupValues(fields, stored.values),
    base: outbox?.base ?? {},
    attempt: outbox?.attempt ?? null,
    modifiedOn: stored.modifiedOn,
    open,
  }
  const theirs = { values: groupValues(fields, version.values), modifiedOn: version.modifiedOn }
  const merged =
    reading.kind === 'answer'
      ? confirmAnswer(fields, record, reading.attemptId, theirs)
      : mergeVersion(fields, record, theirs, { endsAttempt: reading.endsAttempt })
  const after = { ...record.local, ...merged.changed }
  if (merged.outcome !== 'merged' && isDeepStrictEqual(merged.attempt, record.attempt))
    return { outcome: merged.outcome, changed: [], outbox, record, isDeleted: version.isDeleted }
  const changed =
    merged.outcome === 'merged'
      ? await writeMerged(write, table, { stId: stored.stId, stored: stored.values, merged, version })
      : []
  await writeConflicts(write, key, { ...merged, modifiedOn: version.modifiedOn })
  const left = await writeOutboxRow(write, key, { outbox, merged, failed: failedOf(outbox, merged) })
  const next = { ...record, local: after, base: merged.base, attempt: merged.attempt }
  const openLeft = openAfter(open, merged)
  return {
    outcome: merged.outcome,
    changed,
    outbox: left,
    record: { ...next, modifiedOn: merged.modifiedOn, open: openLeft },
    isDeleted: version.isDeleted,
  }
}

function openAfter(
  open: Readonly<Record<string, Conflict>>,
  { conflicts, settled }: Merged,
): Record<string, Conflict> {
  const found = conflicts.filter(({ decision }) => decision === null).map((one) => [one.field, one] as const)
  const kept = Object.entries(open).filter(([field]) => !settled.includes(field))
  return Object.fromEntries([...kept, ...found])
}

/** Values that were refused, of fields that still differ. */
const failedOf = (outbox: OutboxRow | undefined, { base }: Merged) =>
  Object.fromEntries(Object.entries(outbox?.failedFields ?? {}).filter(([field]) => field in base))

interface Stored {
  readonly stId: string | null
  readonly modifiedOn: string | null
  readonly values: Values
}

async function lockStored(
  client: pg.ClientBase,
  { writable, record }: SyncedTable,
  { tenantId, id }: RecordKey,
): Promise<Stored | undefined> {
  const { rows } = await client.query<Stored>(
    `SELECT st_id::text AS "stId", ${instantText('st_modified_on')} AS "modifiedOn",
            ${fieldsJson(writable, {})} AS values
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

/** @returns the columns that changed */
async function writeMerged(
  { client, tenantId, now }: SyncedWrite,
  table: SyncedTable,
  {
    stId,
    stored,
    merged,
    version,
  }: {
    readonly stId: string
    readonly stored: Values
    readonly merged: Merged
    readonly version: CachedVersion
  },
): Promise<string[]> {
  const merging = ungroupValues(mergeFieldsOf(table.writable), merged.changed)
  const values = newValues(table, merging).filter(
    ({ name, value }) => !isDeepStrictEqual(value ?? null, stored[name] ?? null),
  )
  const changed = [...version.others, ...values.map(({ name }) => recordColumn(name))]
  await client.query(mergedStatement(table, values), [
    tenantId,
    [stId],
    changed.length > 0 ? 1 : 0,
    now,
    'servicetitan',
    ...values.map(({ value, kind }) => (kind === 'json' ? JSON.stringify(value) : value)),
  ])
  return changed
}
