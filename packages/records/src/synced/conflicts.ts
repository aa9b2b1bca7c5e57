import type { OwnableDomain } from 'db-migrations/protocol'
import type pg from 'pg'
import { actorText } from '../audit/record-entries.ts'
import { type Conflict, decideConflict, groupValues, mergeFieldsOf, ungroupValues } from '../merge/index.ts'
import { NoSuchRecordError, RefusedChangeError } from '../writes/errors.ts'
import { updateAssignments } from '../writes/jobs/bookings.ts'
import { forget } from '../writes/outbox.ts'
import type { RecordWrite } from '../writes/record-write.ts'
import { lockRecord } from '../writes/stored-record.ts'
import { changesOf, setColumns } from '../writes/update-record.ts'
import { lockOutboxRow } from './outbox-row.ts'
import { titleSql } from './record-title.ts'
import { syncedTableNamed } from './synced-tables.ts'
import { newValues } from './version-statement.ts'

/** A conflict as people see it. */
export interface StoredConflict extends Omit<Conflict, 'field' | 'kind'> {
  readonly id: string
  readonly table: string
  readonly recordId: string
  /** The name or number of the record; null: it has none. */
  readonly title: string | null
  /** Null: the record as a whole. */
  readonly field: string | null
  readonly kind: string
  readonly openedAt: string
}

/** What is read of conflicts. */
const conflictColumns = `conflict_id::text AS id, table_name AS table, record_id::text AS "recordId", ${titleSql('conflict')} AS title, field, kind, base,
  lazi_value AS "laziValue", servicetitan_value AS "servicetitanValue", policy, decision,
  to_char(opened_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "openedAt"`

/**
 * The open conflicts of a tenant, the oldest first.
 * @param options.record of one record only
 * @param options.limit maximum number
 */
export async function readConflicts(
  client: pg.ClientBase,
  tenantId: string,
  { record = null, limit }: { readonly record?: string | null; readonly limit: number },
): Promise<StoredConflict[]> {
  const { rows } = await client.query<StoredConflict>(
    `SELECT ${conflictColumns} FROM sync.conflicts AS conflict
      WHERE tenant_id = $1 AND decision IS NULL AND ($2::uuid IS NULL OR record_id = $2)
      ORDER BY conflict_id LIMIT $3`,
    [tenantId, record, limit],
  )
  return rows
}

/** The domain of a conflict's record, which the transaction of its decision locks. */
export async function domainOfConflict(
  client: pg.ClientBase,
  tenantId: string,
  id: string,
): Promise<OwnableDomain> {
  const { table } = await findConflict(client, tenantId, id)
  return syncedTableNamed(table).writable.domain
}

/**
 * Decides an open conflict: LAZI's value is sent, or ServiceTitan's is taken over.
 * @param take whose value stays
 * @returns the record
 * @throws {NoSuchRecordError} when there is no such conflict
 * @throws {RefusedChangeError} when it was decided already
 */
export async function decide(
  write: RecordWrite,
  { id, take }: { readonly id: string; readonly take: 'servicetitan' | 'lazi' },
): Promise<{ readonly table: string; readonly id: string }> {
  const { client, tenantId, act, defer } = write
  const found = await findConflict(client, tenantId, id)
  const table = syncedTableNamed(found.table)
  const { writable } = table
  const record = await lockRecord(write, writable, found.recordId)
  const key = { tenantId, table: writable.table, id: found.recordId }
  const outbox = await lockOutboxRow(client, key)
  const conflict = await findConflict(client, tenantId, id, 'FOR UPDATE')
  if (conflict.decision !== null || conflict.field === null)
    throw new RefusedChangeError('This conflict was decided already.')
  const fields = mergeFieldsOf(writable)
  const decided = decideConflict(
    fields,
    { local: groupValues(fields, record.values), base: outbox?.base ?? {} },
    { ...conflict, field: conflict.field, kind: 'both-changed' },
    take,
  )
  const changed = ungroupValues(fields, decided.changed)
  if (Object.keys(changed).length > 0) {
    const columns = newValues(table, changed).map(({ name, ...column }) => [name, column] as const)
    setColumns(write, writable.table, record.id, Object.fromEntries(columns))
    await moveAssignments(write, writable.table, record.id, changed)
  }
  defer(
    client.query(
      `UPDATE sync.conflicts SET decision = $3, decided_by = $4, decided_at = $5, lazi_value = $6
        WHERE tenant_id = $1 AND conflict_id = $2`,
      [tenantId, id, take, actorText(act.actor), act.now, JSON.stringify(decided.conflict.laziValue)],
    ),
  )
  const isClean = Object.keys(decided.base).length === 0 && outbox?.attempt == null
  defer(
    isClean
      ? forget(write, writable.table, record)
      : client.query(
          `UPDATE sync.outbox SET base = $4, updated_at = $5, blocked_by = NULL,
                  state = CASE WHEN state IN ('sending', 'unknown') THEN state ELSE 'pending' END,
                  due_at = CASE WHEN state IN ('sending', 'unknown') THEN due_at ELSE $5 END
            WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3`,
          [tenantId, writable.table, record.id, JSON.stringify(decided.base), act.now],
        ),
  )
  const field = conflict.field
  write.enter({
    action: 'decide',
    entity: `lazi.${writable.table}`,
    entityId: record.id,
    changes: {
      ...changesOf(record, changed),
      conflict: {
        old: { field, lazi: conflict.laziValue, servicetitan: conflict.servicetitanValue },
        new: take,
      },
    },
  })
  return { table: writable.table, id: record.id }
}

/** The assignments of an appointment have its times; those of ServiceTitan may overlap with other bookings. */
async function moveAssignments(
  write: RecordWrite,
  table: string,
  id: string,
  { startsAt, endsAt }: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (table !== 'appointments' || typeof startsAt !== 'string' || typeof endsAt !== 'string') return
  await updateAssignments(write, [id], { span: { startsAt, endsAt }, mayOverlap: true })
}

async function findConflict(
  client: pg.ClientBase,
  tenantId: string,
  id: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StoredConflict> {
  const { rows } = await client.query<StoredConflict>(
    `SELECT ${conflictColumns} FROM sync.conflicts AS conflict WHERE tenant_id = $1 AND conflict_id = $2 ${lock}`,
    [tenantId, id],
  )
  if (rows[0] === undefined) throw new NoSuchRecordError(`This account has no such conflict: ${id}.`)
  return rows[0]
}
