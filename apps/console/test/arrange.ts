// Writes the rows that a sync writes in situations for which the sandbox's command has no option.

import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { demo } from './stack/tenants.ts'

const pool = new pg.Pool({ connectionString: inject('stack').databaseUrl, max: 2 })
afterAll(() => pool.end())

/** The first row of a query about the demo tenant, whose id is `$1`. */
export async function readRow<Row extends pg.QueryResultRow>(
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row> {
  const { rows } = await pool.query<Row>(sql, [demo.id, ...values])
  if (!rows[0]) throw new Error(`Expected a row from: ${sql}`)
  return rows[0]
}

/** Inserts a copy of a job with another id into the quarantine, as if PostgreSQL had rejected it. @returns the entry's id */
export async function quarantineJob(id: string): Promise<string> {
  const { entry } = await readRow<{ entry: string }>(
    `INSERT INTO raw.quarantine
            (tenant_id, table_name, record_key, payload, error, error_code, first_seen_at, last_seen_at)
     SELECT tenant_id, 'st_jobs', $2::bigint::text,
            full_data || jsonb_build_object('id', $2::bigint, 'jobNumber', $2::bigint::text),
            'value too long for type character varying(10)', '22001', now(), now()
       FROM raw.st_jobs WHERE tenant_id = $1 ORDER BY st_id LIMIT 1
  RETURNING quarantine_id AS entry`,
    [id],
  )
  return entry
}

/** Changes an appointment of the cache and publishes the change, in one transaction. @param id LAZI's */
export async function changeAppointment(
  id: string,
  { status = null, isUnassigned = false }: { status?: string | null; isUnassigned?: boolean },
): Promise<void> {
  await readRow(
    `WITH appointment AS (
       UPDATE raw.st_appointments
          SET status = coalesce($3, status),
              technician_id = CASE WHEN $4 THEN NULL ELSE technician_id END,
              technician_ids = CASE WHEN $4 THEN NULL ELSE technician_ids END
        WHERE tenant_id = $1 AND st_id = (SELECT st_id FROM lazi.appointments WHERE tenant_id = $1 AND id = $2)
        RETURNING st_id
     ), position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = $1 RETURNING last_seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, last_seq, 'st_appointments', st_id, 'update', '{status}', now() FROM appointment, position
     RETURNING seq`,
    [id, status, isUnassigned],
  )
}

/**
 * Changes the summary of a job of the cache and publishes the change, in one transaction. @param id LAZI's
 * @returns when it was changed, the former summary, and the id of a run that is said to have done so
 */
export async function changeSummary(
  id: string,
  summary: string,
): Promise<{ at: Date; former: string | null; runId: string }> {
  return readRow(
    `WITH former AS (
       SELECT st_id, summary, full_data -> 'summary' AS value FROM raw.st_jobs
        WHERE tenant_id = $1 AND st_id = (SELECT st_id FROM lazi.jobs WHERE tenant_id = $1 AND id = $2)
     ), job AS (
       UPDATE raw.st_jobs SET summary = $3, full_data = full_data || jsonb_build_object('summary', $3::text)
        WHERE tenant_id = $1 AND st_id = (SELECT st_id FROM former)
     ), position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = $1 RETURNING last_seq
     ), change AS (
       INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, before, run_id, at)
       SELECT $1, last_seq, 'st_jobs', st_id, 'update', '{summary}', jsonb_build_object('summary', former.value),
              (SELECT max(run_id) FROM raw.sync_runs WHERE tenant_id = $1 AND table_name = 'st_jobs'), clock_timestamp()
         FROM former, position
       RETURNING at, run_id
     )
     SELECT change.at, former.summary AS former, change.run_id AS "runId" FROM change, former`,
    [id, summary],
  )
}

/** Changes the balance of an invoice of the cache and publishes the change, in one transaction. @param stId ServiceTitan's id */
export async function changeBalance(stId: string, balance: string): Promise<void> {
  await readRow(
    `WITH former AS (
       SELECT st_id, full_data -> 'balance' AS value FROM raw.st_invoices WHERE tenant_id = $1 AND st_id = $2
     ), invoice AS (
       UPDATE raw.st_invoices
          SET balance = $3::numeric, full_data = full_data || jsonb_build_object('balance', $3::text)
        WHERE tenant_id = $1 AND st_id = $2
     ), position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = $1 RETURNING last_seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, before, at)
     SELECT $1, last_seq, 'st_invoices', st_id, 'update', '{balance}', jsonb_build_object('balance', former.value),
            clock_timestamp()
       FROM former, position
     RETURNING seq`,
    [stId, balance],
  )
}

/** Inserts API drift: an unknown field. */
export async function insertDrift(table: string, path: string): Promise<void> {
  await readRow(
    `INSERT INTO raw.api_drift (tenant_id, table_name, json_path, kind, first_seen_at, last_seen_at)
     VALUES ($1, $2, $3, 'unknown', now(), now()) ON CONFLICT DO NOTHING RETURNING json_path`,
    [table, path],
  )
}

/** Marks the last run of a table as failed. */
export async function failTable(table: string, error: string): Promise<void> {
  await readRow(
    `UPDATE raw.sync_state SET status = 'failed', last_error = $3, last_error_at = now(), consecutive_failures = 2
      WHERE tenant_id = $1 AND table_name = $2 RETURNING table_name`,
    [table, error],
  )
}

/** Inserts a run that is running and has written some pages. @returns its id */
export async function insertRun(table: string, fetched: number): Promise<string> {
  const { id } = await readRow<{ id: string }>(
    `INSERT INTO raw.sync_runs (tenant_id, table_name, kind, status, started_at, pages, fetched, inserted)
     VALUES ($1, $2, 'incremental', 'running', now(), 2, $3, $3) RETURNING run_id AS id`,
    [table, fetched],
  )
  return id
}

/** Marks a run as succeeded. */
export async function finishRun(id: string, fetched: number): Promise<void> {
  await readRow(
    `UPDATE raw.sync_runs SET status = 'succeeded', finished_at = now(), fetched = $3, inserted = $3
      WHERE tenant_id = $1 AND run_id = $2 RETURNING run_id`,
    [id, fetched],
  )
}

/** Sets columns of a record's row in the cache and publishes the change, in one transaction. @param id LAZI's */
export async function setColumns(
  table: 'appointments' | 'customers' | 'locations',
  id: string,
  values: Readonly<Record<string, string | boolean>>,
): Promise<void> {
  const names = Object.keys(values).map((name, index) => `${pg.escapeIdentifier(name)} = $${index + 3}`)
  await readRow(
    `WITH changed AS (
       UPDATE raw.st_${table} SET ${names.join(', ')}
        WHERE tenant_id = $1 AND st_id = (SELECT st_id FROM lazi.${table} WHERE tenant_id = $1 AND id = $2)
        RETURNING st_id
     ), position AS (
       UPDATE raw.change_positions SET last_seq = last_seq + 1 WHERE tenant_id = $1 RETURNING last_seq
     )
     INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, at)
     SELECT $1, last_seq, 'st_${table}', st_id, 'update', '{}', now() FROM changed, position
     RETURNING seq`,
    [id, ...Object.values(values)],
  )
}

/**
 * Marks the newest seal of the audit log as one whose export failed, and keeps workers from exporting it.
 * @returns a function that marks it as exported
 */
export async function failExport(error: string): Promise<() => Promise<void>> {
  const client = await pool.connect()
  const exporting = "hashtextextended('lazi.audit_export:' || $1::text, 0)"
  await client.query(`SELECT pg_advisory_lock(${exporting})`, [demo.id])
  const { size } = await readRow<{ size: string }>(
    `UPDATE audit.seals SET exported_at = NULL, export_error = $2
      WHERE tenant_id = $1 AND size = (SELECT max(size) FROM audit.seals WHERE tenant_id = $1) RETURNING size`,
    [error],
  )
  return async () => {
    await readRow(
      `UPDATE audit.seals SET exported_at = now(), export_error = NULL WHERE tenant_id = $1 AND size = $2
       RETURNING size`,
      [size],
    )
    await client.query(`SELECT pg_advisory_unlock(${exporting})`, [demo.id])
    client.release()
  }
}
