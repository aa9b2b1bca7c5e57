import type pg from 'pg'
import type { Act } from 'records'
import { redact } from '../audit/redact.ts'

/**
 * Empties the values of the audit log's entries about erased records; the entry of the erasure itself stays.
 * @returns the number of entries
 * @throws {UsageError} when there are some, and the login is not a member of `lazi_eraser`
 */
export async function emptyEntries(client: pg.ClientBase, tenantId: string, act: Act): Promise<number> {
  const { rows } = await client.query<{ seq: string }>(
    `SELECT DISTINCT entry.seq FROM raw.erased
       JOIN audit.entries AS entry
         ON entry.tenant_id = $1 AND entry.action <> 'erase' AND entry.changes IS NOT NULL
        AND (entry.entity, entry.entity_id) IN (
            ('raw.' || table_name, st_id::text),
            ('lazi.' || substr(table_name, 4), lazi.projected_id($1, substr(table_name, 4), st_id)::text))
      WHERE erased.tenant_id = $1`,
    [tenantId],
  )
  if (rows.length === 0) return 0
  return (await redact(client, tenantId, { seqs: rows.map(({ seq }) => seq), act })).length
}
