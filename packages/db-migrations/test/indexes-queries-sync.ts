import type { IndexQuery } from './indexes-query.ts'

/** Tenants and what the sync keeps of its work. */
export const syncQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  tenants_pkey: [
    {
      question: 'a tenant by its id',
      sql: 'SELECT time_zone FROM raw.tenants WHERE tenant_id = $1',
      values: [7],
    },
  ],
  sync_state_pkey: [
    {
      question: 'the sync state of a table',
      sql: 'SELECT status, cursor FROM raw.sync_state WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
    {
      question: 'all tables of a tenant',
      sql: 'SELECT table_name, status FROM raw.sync_state WHERE tenant_id = $1 ORDER BY table_name',
      values: [7],
      wholeTenant: true,
    },
  ],
  sync_runs_pkey: [
    {
      question: 'a run by its id',
      sql: 'SELECT status FROM raw.sync_runs WHERE tenant_id = $1 AND run_id = $2',
      values: [7, 6],
    },
  ],
  sync_runs_table_idx: [
    {
      question: 'the runs of a table, newest first',
      sql: `SELECT status, started_at FROM raw.sync_runs WHERE tenant_id = $1 AND table_name = $2
             ORDER BY started_at DESC LIMIT 20`,
      values: [7, 'st_6'],
    },
  ],
  quarantine_pkey: [
    {
      question: 'an entry by its id',
      sql: 'SELECT error FROM raw.quarantine WHERE tenant_id = $1 AND quarantine_id = $2',
      values: [7, 6],
    },
  ],
  quarantine_record_key: [
    {
      question: 'the entry of a record',
      sql: 'SELECT error FROM raw.quarantine WHERE tenant_id = $1 AND table_name = $2 AND record_key = $3',
      values: [7, 'st_6', '6'],
    },
    {
      question: 'the entries of a table',
      sql: 'SELECT record_key, error FROM raw.quarantine WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
  ],
  api_drift_pkey: [
    {
      question: 'the drift of a table',
      sql: 'SELECT json_path, kind, occurrences FROM raw.api_drift WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
  ],
}
