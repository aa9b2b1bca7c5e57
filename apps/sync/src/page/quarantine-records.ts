import { rowsAt } from 'records'
import type { PageTarget } from './page-target.ts'
import { recordKey, toPayload } from './records/exact-json.ts'
import type { RefusedRecord } from './written-records.ts'

/** Adds refused records to the quarantine, with one entry per record, also if it is refused repeatedly. */
export async function quarantineRecords(
  { client, tenantId, table, runId }: PageTarget,
  records: readonly RefusedRecord[],
  now: Date,
): Promise<void> {
  if (records.length === 0) return
  await client.query(
    `INSERT INTO raw.quarantine AS entry
            (tenant_id, table_name, record_key, payload, error_code, error, run_id, first_seen_at, last_seen_at)
     SELECT DISTINCT ON (record_key) $1, $2, record_key, payload::json, error_code, error, $3, $4, $4
       FROM unnest($5::text[], $6::text[], $7::text[], $8::text[]) WITH ORDINALITY
            AS refused (record_key, payload, error_code, error, ord)
      ORDER BY record_key, ord DESC
     ON CONFLICT (tenant_id, table_name, record_key) DO UPDATE
        SET payload = excluded.payload, error_code = excluded.error_code, error = excluded.error,
            run_id = excluded.run_id, attempts = entry.attempts + 1, last_seen_at = excluded.last_seen_at,
            resolved_at = NULL`,
    [
      tenantId,
      table.name,
      runId,
      now,
      records.map(({ payload }) => recordKey(payload)),
      records.map(({ payload }) => toPayload(payload)),
      records.map(({ errorCode }) => errorCode),
      records.map(({ error }) => error),
    ],
  )
}

/**
 * Resolves the entries of records that this page has written. Their rows are found by the time of the write, compared for
 * equality because the clock may have been set back.
 */
export async function resolveQuarantined(
  { client, tenantId, table }: PageTarget,
  { inserted, updated }: { readonly inserted: number; readonly updated: number },
  now: Date,
): Promise<void> {
  if (inserted + updated === 0) return
  await client.query(
    `UPDATE raw.quarantine AS entry SET resolved_at = $3
      WHERE tenant_id = $1 AND table_name = $2 AND resolved_at IS NULL AND record_key ~ '^-?[0-9]{1,18}$'
        AND entry.last_seen_at <> $3
        AND (SELECT synced_at FROM ${rowsAt(`raw.${table.name}`, 'st_id', 'entry.record_key::bigint')} AS stored) = $3`,
    [tenantId, table.name, now],
  )
}
