import type pg from 'pg'
import type { Values } from 'records/merge'
import type { NewRecord } from 'records/synced'
import type { PushClaim } from '../claim.ts'
import type { NewAttempt } from '../outbox-state.ts'

// The rows of the outbox of records that one request creates. The first one is the worker's claim; the others are taken
// with it, whatever they wait for, and are handled by no other worker until its lease ends.

/** Records an attempt before it is sent. @returns the new claim */
export async function recordCreation(
  client: pg.ClientBase,
  claim: PushClaim,
  { id, sentAt, dueAt, leasedUntil }: Omit<NewAttempt, 'sent'>,
  attempts: readonly { readonly record: NewRecord; readonly sent: Values }[],
): Promise<PushClaim> {
  const rows = attempts.map(({ record, sent }) => ({ table_name: record.table, record_id: record.id, sent }))
  type Stored = Pick<PushClaim, 'id' | 'leasedUntil' | 'changedAt'>
  const { rows: stored } = await client.query<Stored>(
    `UPDATE sync.outbox AS stored
        SET state = 'sending', attempt_id = $2, sent = attempt.sent, sent_at = $3, due_at = $4, leased_until = $5,
            blocked_by = NULL, failed_fields = '{}'
       FROM json_to_recordset($6::json) AS attempt (table_name text, record_id uuid, sent jsonb)
      WHERE stored.tenant_id = $1 AND stored.table_name = attempt.table_name AND stored.record_id = attempt.record_id
     RETURNING stored.record_id::text AS id, stored.leased_until::text AS "leasedUntil", stored.updated_at::text AS "changedAt"`,
    [claim.tenantId, id, sentAt, dueAt, leasedUntil, JSON.stringify(rows)],
  )
  return { ...claim, ...stored.find((row) => row.id === claim.id), sentAt }
}

/** How members wait after an attempt that did not create them, as far as is known. */
export interface MembersWait {
  /** Whether they may have been created, or may still be. */
  readonly isUnknown: boolean
  /** Null: until the first one is created. */
  readonly dueAt: Date | null
}

/** Ends what a worker has taken with its claim. @param attemptId the attempt; those of another one are left out */
export async function endMembers(
  client: pg.ClientBase | pg.Pool,
  { tenantId, table, id }: PushClaim,
  { members, attemptId }: { readonly members: readonly NewRecord[]; readonly attemptId: string },
  { isUnknown, dueAt }: MembersWait,
): Promise<void> {
  if (members.length === 0) return
  await client.query(
    `UPDATE sync.outbox AS stored
        SET state = CASE WHEN $4 THEN 'unknown' ELSE 'blocked' END, due_at = $5,
            blocked_by = CASE WHEN $5::timestamptz IS NULL THEN $6 END, sent = CASE WHEN $4 THEN sent END,
            leased_until = NULL
       FROM unnest($2::text[], $3::uuid[]) AS member (table_name, record_id)
      WHERE stored.tenant_id = $1 AND stored.table_name = member.table_name AND stored.record_id = member.record_id
        AND stored.attempt_id = $7`,
    [
      tenantId,
      members.map((member) => member.table),
      members.map((member) => member.id),
      isUnknown,
      dueAt,
      `${table}/${id}`,
      attemptId,
    ],
  )
}

/** Sends a creation that was refused anew if people have changed it since it was sent. */
export async function resendEdited(
  client: pg.ClientBase | pg.Pool,
  { tenantId, table, id, changedAt }: PushClaim,
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE sync.outbox SET state = 'pending', due_at = $4
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND state = 'failed' AND updated_at <> $5::timestamptz`,
    [tenantId, table, id, now, changedAt],
  )
}

/** Forgets records that are gone in LAZI, and that ServiceTitan never had. */
export async function forgetMembers(
  client: pg.ClientBase,
  tenantId: string,
  gone: readonly NewRecord[],
): Promise<void> {
  if (gone.length === 0) return
  await client.query(
    `DELETE FROM sync.outbox AS stored USING unnest($2::text[], $3::uuid[]) AS gone (table_name, record_id)
      WHERE stored.tenant_id = $1 AND stored.table_name = gone.table_name AND stored.record_id = gone.record_id`,
    [tenantId, gone.map(({ table }) => table), gone.map(({ id }) => id)],
  )
}

/**
 * Sends a record that others need anew if it waits for what they may bring, such as a location, or was refused: what they
 * have may have been the reason.
 */
export async function wakeParent(
  client: pg.ClientBase,
  tenantId: string,
  name: string,
  now: Date,
): Promise<void> {
  const [table, id] = name.split('/')
  await client.query(
    `UPDATE sync.outbox SET state = 'pending', due_at = $4, blocked_by = NULL
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND op = 'create' AND sent IS NULL
        AND (state = 'failed' OR state = 'blocked' AND blocked_by LIKE 'needs %')`,
    [tenantId, table, id, now],
  )
}
