import type { RecordChanges } from '../append-changes.ts'
import { isOlder } from '../merge/index.ts'
import { forget } from '../writes/outbox.ts'
import type { SyncedWrite } from './outbox-row.ts'
import type { SyncedState } from './synced-state.ts'
import { writeConflicts } from './write-conflicts.ts'
import { writeMerged } from './write-merged.ts'

// A record that is gone on one side has no fields to merge:
//
//   removed in LAZI, gone there ──────────> both agree
//   removed in LAZI, as before there ─────> it is to be removed there
//   removed in LAZI, changed there since ─> it is back: what a person has just changed is not removed unseen. So is one
//                                           that ServiceTitan refuses to remove, because it is worked on
//   changed in LAZI, gone there ──────────> it is gone: what was changed is in the conflict

/** What becomes of a record that is gone on one side. `kept`: it is to be removed in ServiceTitan. */
type Removal = 'agreed' | 'kept' | 'deleted-here' | 'deleted-there'

/**
 * What becomes of a record that is gone on one side.
 * @param isRefused whether ServiceTitan has just refused to remove it
 * @returns undefined when it is not gone
 */
export function removalOf(
  { table, outbox, record, version }: SyncedState,
  isRefused: boolean,
): Removal | undefined {
  const isGone = version.isDeleted || (!version.isActive && !('active' in table.writable.fields))
  if (outbox?.op === 'delete') {
    if (isGone) return 'agreed'
    return isRefused || isOlder(record.modifiedOn, version.modifiedOn) ? 'deleted-here' : 'kept'
  }
  return isGone && Object.keys(record.base).length > 0 ? 'deleted-there' : undefined
}

/** What changed when a record was given up. */
interface GivenUp {
  /** The columns of the record. */
  readonly changed: readonly string[]
  /** Of records that ended with it, for `lazi.changes`. */
  readonly ended: readonly RecordChanges[]
}

/**
 * Takes ServiceTitan's version of a record that is gone on one side, and forgets what was to be sent of it. What only LAZI
 * has of a record that is gone there ends with it, as the booking of a technician.
 */
export async function giveUp(
  write: SyncedWrite,
  state: SyncedState,
  removal: Exclude<Removal, 'kept'>,
): Promise<GivenUp> {
  const { client, tenantId } = write
  const { table, key, record, version } = state
  // A record that LAZI has removed stays as it is: its texts are emptied.
  const changed =
    removal === 'agreed' ? [] : await writeMerged(write, state, { changed: version.values, base: {} })
  const ended = removal === 'deleted-there' ? await endOwn(write, state) : []
  const lost = Object.fromEntries(Object.keys(record.base).map((name) => [name, record.local[name]]))
  const conflict = (kind: 'deleted-here' | 'deleted-there') => ({
    field: null,
    kind,
    base: record.base,
    laziValue: removal === 'deleted-here' ? null : lost,
    servicetitanValue: removal === 'deleted-here' ? version.values : null,
    policy: 'servicetitan' as const,
    decision: 'servicetitan' as const,
  })
  const conflicts = removal === 'agreed' ? [] : [conflict(removal)]
  await writeConflicts(write, key, {
    conflicts,
    settled: Object.keys(record.open ?? {}),
    modifiedOn: version.modifiedOn,
  })
  await forget({ client, tenantId }, key.table, { id: key.id })
  if (removal === 'deleted-here' && table.endsWith !== undefined)
    await client.query(
      `DELETE FROM sync.outbox AS ended USING lazi.${table.endsWith.table} AS child
        WHERE ended.tenant_id = $1 AND ended.table_name = $3 AND child.tenant_id = $1 AND child.${table.endsWith.by} = $2
          AND ended.record_id = child.id`,
      [tenantId, key.id, table.endsWith.table],
    )
  return { changed, ended }
}

/** Ends the records that belong to one, and that ServiceTitan never had. */
async function endOwn(
  { client, tenantId, now }: SyncedWrite,
  { table: { endsWith }, key }: SyncedState,
): Promise<RecordChanges[]> {
  if (endsWith === undefined) return []
  const { table, by } = endsWith
  const { rows } = await client.query<{ id: string }>(
    `UPDATE lazi.${table} SET active = false, is_live = false, version = version + 1, updated_at = $3, updated_by = 'servicetitan'
      WHERE tenant_id = $1 AND ${by} = $2 AND st_id IS NULL AND active RETURNING id::text`,
    [tenantId, key.id, now],
  )
  if (rows.length === 0) return []
  await client.query(
    'DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = ANY ($3::uuid[])',
    [tenantId, table, rows.map(({ id }) => id)],
  )
  const changes = rows.map(({ id }) => ({ id, op: 'update', changed_paths: ['active', 'is_live'] }))
  return [{ table, rows: JSON.stringify(changes) }]
}
