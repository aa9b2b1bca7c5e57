import type pg from 'pg'
import { erasableTables } from '../cache/erasable-tables.ts'

/**
 * Resolves entries of the quarantine about erased records, and those whose payload names the customer's id, and
 * removes their payloads and errors, which may quote a value.
 * @returns the number of entries
 */
export async function emptyQuarantine(
  client: pg.ClientBase,
  { tenantId, customerId }: { readonly tenantId: string; readonly customerId: string },
  now: Date,
): Promise<number> {
  const { rowCount } = await client.query(
    `UPDATE raw.quarantine AS entry
        SET payload = '{}', error = 'Erased.', error_code = NULL, resolved_at = coalesce(resolved_at, $4)
      WHERE tenant_id = $1 AND table_name = ANY ($2::text[]) AND payload::text <> '{}'
        AND (payload::text ~ ('\\m' || $3::bigint || '\\M')
             OR EXISTS (SELECT FROM raw.erased
                         WHERE erased.tenant_id = $1 AND erased.table_name = entry.table_name
                           AND erased.st_id::text = entry.record_key))`,
    [tenantId, erasableTables.map(({ name }) => name), customerId, now],
  )
  return rowCount ?? 0
}
