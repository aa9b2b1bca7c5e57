import type pg from 'pg'
import { erasableTables } from '../page/erased/erasable-tables.ts'
import { readErased } from '../page/erased/erased-records.ts'
import { fromPayload } from '../page/records/exact-json.ts'

/**
 * Resolves the entries of the quarantine about erased persons, and removes their payloads and their errors, which may
 * quote a value. Requires the locks of the tables.
 * @returns the number of entries
 */
export async function emptyQuarantine(client: pg.ClientBase, tenantId: string, now: Date): Promise<number> {
  let emptied = 0
  for (const { name } of erasableTables) {
    const erased = await readErased(client, { tenantId, tableName: name })
    if (erased.isEmpty) continue
    const { rows } = await client.query<{ id: string; payload: string }>(
      `SELECT quarantine_id AS id, payload::text AS payload FROM raw.quarantine
        WHERE tenant_id = $1 AND table_name = $2 AND payload::text <> '{}'`,
      [tenantId, name],
    )
    const ids = rows.filter(({ payload }) => erased.isAbout(fromPayload(payload))).map(({ id }) => id)
    if (ids.length === 0) continue
    const { rowCount } = await client.query(
      `UPDATE raw.quarantine SET payload = '{}', error = 'Erased.', error_code = NULL, resolved_at = coalesce(resolved_at, $3)
        WHERE tenant_id = $1 AND quarantine_id = ANY ($2::bigint[])`,
      [tenantId, ids, now],
    )
    emptied += rowCount ?? 0
  }
  return emptied
}
