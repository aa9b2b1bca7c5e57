import type { Merged } from '../merge/index.ts'
import { forget } from '../writes/outbox.ts'
import type { OutboxRow, RecordKey, SyncedWrite } from './outbox-row.ts'

/**
 * Stores what is left to send of a record after a merge.
 * @returns undefined when both sides agree: its row is deleted
 */
export async function writeOutboxRow(
  { client, tenantId, now }: SyncedWrite,
  { table, id }: Pick<RecordKey, 'table' | 'id'>,
  {
    outbox,
    merged,
    failed,
    sentWith,
  }: {
    readonly sentWith: string | undefined
    readonly outbox: OutboxRow | undefined
    readonly merged: Pick<Merged, 'base' | 'attempt'>
    readonly failed: OutboxRow['failedFields']
  },
): Promise<OutboxRow | undefined> {
  const isClean = Object.keys(merged.base).length === 0 && merged.attempt === null
  if (isClean && outbox?.op !== 'create' && outbox?.op !== 'delete') {
    if (outbox !== undefined) await forget({ client, tenantId }, table, { id })
    return undefined
  }
  const isUnderWay = merged.attempt !== null
  const waiting = sentWith === undefined ? 'pending' : 'blocked'
  const state = isUnderWay ? (outbox?.state ?? waiting) : waiting
  await client.query(
    `INSERT INTO sync.outbox AS kept
       (tenant_id, table_name, record_id, op, base, state, due_at, failed_fields, sent, first_edited_at, updated_at, blocked_by)
     VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $10::text IS NULL THEN $7::timestamptz END, $8, $9, $7, $7, $10)
     ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
        SET base = excluded.base, sent = excluded.sent, failed_fields = excluded.failed_fields, state = excluded.state,
            due_at = CASE WHEN kept.state = excluded.state THEN kept.due_at ELSE excluded.due_at END,
            updated_at = excluded.updated_at`,
    [
      tenantId,
      table,
      id,
      outbox?.op ?? 'update',
      JSON.stringify(merged.base),
      state,
      now,
      JSON.stringify(failed),
      merged.attempt === null ? null : JSON.stringify(merged.attempt.sent),
      sentWith ?? null,
    ],
  )
  return {
    op: outbox?.op ?? 'update',
    state,
    base: merged.base,
    attempt: merged.attempt,
    failedFields: failed,
  }
}
