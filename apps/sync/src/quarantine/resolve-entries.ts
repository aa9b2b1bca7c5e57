import { inTransaction } from 'cli-kit/postgres'
import type { QuarantineAction } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'

/** An entry of the quarantine that was open. */
export interface ResolvedEntry {
  readonly id: string
  readonly table: string
  /** The id of its record, as received. */
  readonly record: string
}

/**
 * Resolves entries of the quarantine: they are no longer listed, and deleted after the retention period.
 * @returns those that were open, for {@link recordResolved}
 */
export async function resolveEntries(
  client: pg.ClientBase,
  tenantId: string,
  ids: readonly string[],
  now: Date,
): Promise<ResolvedEntry[]> {
  const { rows } = await client.query<ResolvedEntry>(
    `UPDATE raw.quarantine SET resolved_at = $3
      WHERE tenant_id = $1 AND quarantine_id = ANY ($2::bigint[]) AND resolved_at IS NULL
      RETURNING quarantine_id AS id, table_name AS "table", record_key AS record`,
    [tenantId, ids, now],
  )
  return rows
}

/** Records in the audit log who resolved entries of the quarantine; not their payloads. */
export async function recordResolved(
  client: pg.ClientBase,
  tenantId: string,
  {
    action,
    resolved,
    act,
  }: {
    readonly action: QuarantineAction
    readonly resolved: readonly ResolvedEntry[]
    readonly act: Act
  },
): Promise<void> {
  await recordEntries(
    client,
    tenantId,
    act,
    resolved.map(({ id, table, record }) => ({
      action,
      entity: 'raw.quarantine',
      entityId: id,
      changes: { table: { old: table }, record: { old: record }, resolvedAt: { old: null, new: act.now } },
    })),
  )
}

/** Resolves entries without writing their records, in one transaction. */
export async function dropEntries(
  client: pg.ClientBase,
  tenantId: string,
  ids: readonly string[],
  act: Act,
): Promise<void> {
  await inTransaction(client, async () => {
    const resolved = await resolveEntries(client, tenantId, ids, act.now)
    await recordResolved(client, tenantId, { action: 'drop', resolved, act })
  })
}
