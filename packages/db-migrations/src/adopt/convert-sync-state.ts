import { quarantined, reasons, type Source, time } from './conversion.ts'
import { extraValues, keptValues, oldRow } from './extra-columns.ts'
import { readInteger } from './read-value.ts'

/** Why a row of sync_state is quarantined. */
export const stateReasons = {
  ...reasons,
  id: 'table_name is empty',
  duplicate: 'a newer row has the same tenant and table',
}

/**
 * The rows of the old sync_state, classified as those of a cache table, by table name instead of id. `jobs`, `st_jobs`
 * and `raw.st_jobs` are the same table.
 */
export function classifiedStates({ from, types }: Source): string {
  return `
classified AS MATERIALIZED (
  SELECT i.*, CASE WHEN tenant IS NULL THEN 'tenant' WHEN st IS NULL THEN 'id'
                   WHEN row_number() OVER (PARTITION BY tenant, st ORDER BY written DESC NULLS LAST, st_text COLLATE "C",
                          tenant_text COLLATE "C", row_ctid) > 1 THEN 'duplicate' END AS reason
    FROM (SELECT o.ctid AS row_ctid, ${readInteger('o.tenant_id::text')} AS tenant,
                 'st_' || nullif(regexp_replace(lower(btrim(o.table_name)), '^(raw[.])?(st_)?', ''), '') AS st,
                 o.tenant_id::text AS tenant_text, o.table_name::text AS st_text,
                 ${time(['updated_at', 'created_at'], types, 'NULL::timestamptz')} AS written, false AS not_object
            FROM ${from} AS o) AS i
)`
}

/**
 * The statement that fills raw.sync_state; `$1` is the time. The old scripts stored no cursor, so `last_full_sync`
 * stays empty, which makes the next sync a full one; its old value becomes a run.
 */
export function convertSyncState(source: Source): string {
  const { types, extra } = source
  // Of sync_state the key is a name: the values of a tenant's rows are kept together, by table.
  const extraQuery = `SELECT j.tenant, 0, jsonb_object_agg(j.st, e.values) FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid
   CROSS JOIN LATERAL (SELECT ${extraValues(extra)} OFFSET 0) AS e (values)
   WHERE j.reason IS NULL AND e.values <> '{}' GROUP BY j.tenant`
  const has = (name: string, sql: string, otherwise: string) => (types.has(name) ? sql : otherwise)
  const error = has('last_error', `nullif(btrim(o.last_error::text), '')`, 'NULL::text')
  const records = has('records_synced', 'greatest(coalesce(o.records_synced, 0), 0)::bigint', '0')
  const lastFull = time(['last_full_sync'], types, 'NULL::timestamptz')
  const changed = time(['updated_at', 'created_at'], types, '$1::timestamptz')
  return `
WITH ${classifiedStates(source)},
kept AS (
  INSERT INTO raw.sync_state (tenant_id, table_name, status, last_incremental_sync, records_synced, last_error,
                              last_error_at, consecutive_failures, created_at, updated_at)
  SELECT j.tenant, j.st, CASE WHEN ${error} IS NULL THEN 'idle' ELSE 'failed' END,
         ${time(['last_incremental_sync'], types, 'NULL::timestamptz')}, ${records}, ${error},
         CASE WHEN ${error} IS NOT NULL THEN ${changed} END, CASE WHEN ${error} IS NULL THEN 0 ELSE 1 END,
         ${time(['created_at'], types, '$1::timestamptz')}, ${changed}
    FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid
   WHERE j.reason IS NULL
  RETURNING 1
),
runs AS (
  INSERT INTO raw.sync_runs (tenant_id, table_name, kind, status, started_at, finished_at)
  SELECT j.tenant, j.st, 'full', 'succeeded', ${lastFull}, ${lastFull}
    FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid
   WHERE j.reason IS NULL AND ${lastFull} IS NOT NULL
),${extra.length > 0 ? `${keptValues('sync_state', extraQuery)},` : ''}
${quarantined('sync_state', `SELECT j.*, ${oldRow(source)} AS payload FROM classified AS j JOIN ${source.from} AS o ON o.ctid = j.row_ctid WHERE j.reason IS NOT NULL`, stateReasons)}
SELECT count(*)::float8 AS rows, (SELECT count(*) FROM kept)::float8 AS kept,
       (count(*) FILTER (WHERE reason IS NOT NULL))::float8 AS quarantined, 0::float8 AS "setAside",
       (SELECT count(*) FROM entered)::float8 AS entries
  FROM classified`
}
