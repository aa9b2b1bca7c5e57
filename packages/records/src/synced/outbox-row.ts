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

/** A row of the outbox that is locked. */
export interface LockedOutboxRow extends OutboxRow {
  /** When the request of the last attempt was sent. */
  readonly sentAt: Date | null
  /** The lease of the worker that handles it, which a claim names. */
  readonly leasedUntil: string | null
}

/** Locks the row of a record until the end of the transaction. @returns undefined when both sides agree */
export async function lockOutboxRow(
  client: pg.ClientBase,
  { tenantId, table, id }: RecordKey,
): Promise<LockedOutboxRow | undefined> {
  return (await lockOutboxRows(client, { tenantId, table, ids: [id] })).get(id)
}

/** As {@link lockOutboxRow}, of records of one table, in the order of their ids. @returns the rows by record */
export async function lockOutboxRows(
  client: pg.ClientBase,
  { tenantId, table, ids }: Pick<RecordKey, 'tenantId' | 'table'> & { readonly ids: readonly string[] },
): Promise<ReadonlyMap<string, LockedOutboxRow>> {
  type Row = Omit<LockedOutboxRow, 'attempt'> & {
    readonly id: string
    readonly attemptId: string | null
    readonly sent: Values | null
  }
  const { rows } = await client.query<Row>(
    `SELECT record_id::text AS id, op, state, base, attempt_id::text AS "attemptId", sent, sent_at AS "sentAt",
            leased_until::text AS "leasedUntil", failed_fields AS "failedFields"
       FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = ANY ($3::uuid[])
      ORDER BY record_id FOR UPDATE`,
    [tenantId, table, ids],
  )
  return new Map(
    rows.map(({ id, attemptId, sent, ...stored }) => {
      const attempt = attemptId === null || sent === null ? null : { id: attemptId, sent }
      return [id, { ...stored, attempt }]
    }),
  )
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
