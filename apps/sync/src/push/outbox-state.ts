import type pg from 'pg'
import type { Values } from 'records/merge'
import type { PushClaim } from './claim.ts'

// The rows of the outbox as a worker changes them. Each statement names the claim or the attempt for which it is made: a
// slower worker, or the response of an earlier attempt, changes nothing.

/** How a row waits. */
export interface Waiting {
  readonly state: 'pending' | 'unknown' | 'blocked' | 'failed'
  /** Null: it waits for something else than time. */
  readonly dueAt: Date | null
  readonly blockedBy?: string | null
  readonly error?: string | null
  readonly status?: number | null
  readonly traceId?: string | null
  /** Whether it counts as a failed attempt. @default false */
  readonly isFailure?: boolean
  /** Why values were refused, by field; forgotten if a person has changed the record since they were sent. @default none */
  readonly failedFields?: Readonly<Record<string, string>>
  /** Whether what was sent may have been applied, or may still be. @default false */
  readonly keepsAttempt?: boolean
}

/** An attempt that is about to be sent. */
export interface NewAttempt {
  readonly id: string
  readonly sent: Values
  readonly sentAt: Date
  /** From when it is looked for, if no response is received. */
  readonly dueAt: Date
  readonly leasedUntil: Date
}

/**
 * Records an attempt before it is sent.
 * @returns the claim with the attempt's lease; undefined when another worker has the record
 */
export async function recordAttempt(
  client: pg.ClientBase,
  claim: PushClaim,
  { id, sent, sentAt, dueAt, leasedUntil }: NewAttempt,
): Promise<PushClaim | undefined> {
  const { rows } = await client.query<Pick<PushClaim, 'leasedUntil' | 'changedAt'>>(
    `UPDATE sync.outbox SET state = 'sending', attempt_id = $5, sent = $6, sent_at = $7, due_at = $8, leased_until = $9,
            blocked_by = NULL
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND leased_until = $4::timestamptz
     RETURNING leased_until::text AS "leasedUntil", updated_at::text AS "changedAt"`,
    [...keyOf(claim), claim.leasedUntil, id, JSON.stringify(sent), sentAt, dueAt, leasedUntil],
  )
  return rows[0] && { ...claim, ...rows[0], sentAt }
}

/** Ends the claim of a record that differs still. @returns false when another worker has the record */
export async function endClaim(
  client: pg.ClientBase | pg.Pool,
  claim: PushClaim,
  waiting: Waiting,
): Promise<boolean> {
  const { state, dueAt, blockedBy = null, error = null, status = null, traceId = null } = waiting
  const { isFailure = false, failedFields = {}, keepsAttempt = false } = waiting
  const { rowCount } = await client.query(
    `UPDATE sync.outbox SET state = $5, due_at = $6, blocked_by = $7, error = $8, error_status = $9, trace_id = $10,
            attempts = attempts + $11,
            failed_fields = CASE WHEN updated_at = $14::timestamptz THEN failed_fields || $12::jsonb ELSE failed_fields END,
            sent = CASE WHEN $13 THEN sent END, leased_until = NULL
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND leased_until = $4::timestamptz`,
    [
      ...keyOf(claim),
      claim.leasedUntil,
      state,
      dueAt,
      blockedBy,
      error,
      status,
      traceId,
      isFailure ? 1 : 0,
      JSON.stringify(failedFields),
      keepsAttempt,
      claim.changedAt,
    ],
  )
  return rowCount === 1
}

/** Deletes the row of a record that is gone on both sides, or to be. @returns false when another worker has the record */
export async function forgetRow(client: pg.ClientBase | pg.Pool, claim: PushClaim): Promise<boolean> {
  const { rowCount } = await client.query(
    `DELETE FROM sync.outbox
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND op = 'delete' AND leased_until = $4::timestamptz`,
    [...keyOf(claim), claim.leasedUntil],
  )
  return rowCount === 1
}

/** What a failure has to know of the row. */
export async function readAttempts(client: pg.ClientBase | pg.Pool, claim: PushClaim): Promise<number> {
  const { rows } = await client.query<{ attempts: number }>(
    'SELECT attempts FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3',
    keyOf(claim),
  )
  return rows[0]?.attempts ?? 0
}

const keyOf = ({ tenantId, table, id }: PushClaim) => [tenantId, table, id]

/** Which records of a tenant. */
interface OfTables {
  readonly tenantId: string
  readonly tables: readonly string[]
  readonly now: Date
}

/** Has all records read before anything of them is sent, as after a response that was not received. Ends their claims. */
export async function lookAtAll(client: pg.ClientBase, { tenantId, tables, now }: OfTables): Promise<void> {
  await client.query(
    `UPDATE sync.outbox SET state = 'unknown', due_at = $3, leased_until = NULL, attempts = 0, blocked_by = NULL,
            updated_at = $3
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND state <> 'kept'`,
    [tenantId, tables, now],
  )
}
