import type pg from 'pg'
import type { Attempt, Conflict, Values } from '../merge/index.ts'

/** What is to be sent of a record, and the request that is under way. */
export interface OutboxRow {
  readonly op: 'create' | 'update' | 'delete'
  readonly state: 'kept' | 'pending' | 'sending' | 'unknown' | 'blocked' | 'failed'
  /** The values on which both sides agreed last, by field, of those that differ. */
  readonly base: Values
  readonly attempt: Attempt | null
  /** Why ServiceTitan has refused values, by field: they are not sent until they change. */
  readonly failedFields: Readonly<Record<string, string>>
}

/** A transaction, and when it happens. */
export interface SyncedWrite {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

/** A record of one tenant. */
export interface RecordKey {
  readonly tenantId: string
  readonly table: string
  readonly id: string
}

/** Locks the row of a record until the end of the transaction. @returns undefined when both sides agree */
export async function lockOutboxRow(
  client: pg.ClientBase,
  { tenantId, table, id }: RecordKey,
): Promise<OutboxRow | undefined> {
  const { rows } = await client.query<
    Omit<OutboxRow, 'attempt'> & { readonly attemptId: string | null; readonly sent: Values | null }
  >(
    `SELECT op, state, base, attempt_id::text AS "attemptId", sent, failed_fields AS "failedFields"
       FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 FOR UPDATE`,
    [tenantId, table, id],
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { attemptId, sent, ...stored } = row
  const attempt = attemptId === null || sent === null ? null : { id: attemptId, sent }
  return { ...stored, attempt }
}

/** The open conflicts of a record, by field. */
export async function readOpenConflicts(
  client: pg.ClientBase,
  { tenantId, table, id }: RecordKey,
): Promise<Record<string, Conflict>> {
  const { rows } = await client.query<Omit<Conflict, 'decision'>>(
    `SELECT field, kind, base, lazi_value AS "laziValue", servicetitan_value AS "servicetitanValue", policy
       FROM sync.conflicts
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND decision IS NULL AND field IS NOT NULL`,
    [tenantId, table, id],
  )
  return Object.fromEntries(rows.map((row) => [row.field, { ...row, decision: null }]))
}
