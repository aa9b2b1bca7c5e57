import type { Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, actorText } from 'records'
import { dropChanges } from 'records/synced'
import { writeRecords } from 'records/writes'
import { tablesOf } from '../owned/domains.ts'

/**
 * Gives up what ServiceTitan lacks of domains that leave mode hybrid: fields take ServiceTitan's values, as conflicts that were
 * decided for it. Records that ServiceTitan lacks stay in LAZI, and what is known of them is kept.
 * @param client in a transaction that has locked the domains
 */
export async function discardChanges(
  client: pg.ClientBase,
  {
    tenantId,
    domains,
    act,
  }: { readonly tenantId: string; readonly domains: readonly Domain[]; readonly act: Act },
): Promise<void> {
  const tables = domains.flatMap(tablesOf)
  const { rows } = await client.query<{ table: string; id: string }>(
    `SELECT table_name AS table, record_id::text AS id FROM sync.outbox
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND state <> 'kept' AND op = 'update'
      ORDER BY array_position($2, table_name), record_id`,
    [tenantId, tables],
  )
  if (rows.length > 0)
    await writeRecords(client, { tenantId, domains, act }, async (write) => {
      for (const record of rows) await dropChanges(write, record)
    })
  await client.query(
    `UPDATE sync.outbox SET state = 'kept', due_at = NULL, blocked_by = NULL, error = NULL, error_status = NULL,
            trace_id = NULL, failed_fields = '{}', attempts = 0, updated_at = $3
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND state <> 'kept'`,
    [tenantId, tables, act.now],
  )
  await client.query(
    `UPDATE sync.conflicts SET decision = 'servicetitan', decided_by = $3, decided_at = $4
      WHERE tenant_id = $1 AND table_name = ANY ($2) AND decision IS NULL`,
    [tenantId, tables, actorText(act.actor), act.now],
  )
}
