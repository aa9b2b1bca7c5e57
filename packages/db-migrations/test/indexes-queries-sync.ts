import type { IndexQuery } from './indexes-query.ts'

/** Tenants and the sync's bookkeeping. */
export const syncQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  tenants_pkey: [
    {
      question: 'a tenant by its id',
      sql: 'SELECT time_zone FROM raw.tenants WHERE tenant_id = $1',
      values: [7],
    },
  ],
  workers_pkey: [
    {
      question: 'a worker by its id',
      sql: 'SELECT seen_at FROM raw.workers WHERE $1::bigint IS NOT NULL AND worker_id = $2',
      values: [7, '00000000-0000-8000-8000-000000000006'],
      ofNoTenant: true,
    },
  ],
  erased_pkey: [
    {
      question: 'the erased records of a table',
      sql: 'SELECT st_id FROM raw.erased WHERE tenant_id = $1 AND table_name = ANY ($2)',
      values: [7, '{st_6}'],
    },
    {
      question: 'is this record erased?',
      sql: 'SELECT emptied_at FROM raw.erased WHERE tenant_id = $1 AND table_name = $2 AND st_id = $3',
      values: [7, 'st_6', 6],
    },
  ],
  erased_open_idx: [
    {
      question: 'the records that an erasure has not emptied yet',
      sql: `SELECT st_id FROM raw.erased WHERE tenant_id = $1 AND table_name = $2 AND emptied_at IS NULL
             ORDER BY st_id LIMIT 50`,
      values: [7, 'st_6'],
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
  adopted_columns_pkey: [
    {
      question: 'the kept values of a row',
      // Without "values", which a reader may not read.
      sql: 'SELECT table_name FROM raw.adopted_columns WHERE tenant_id = $1 AND table_name = $2 AND st_id = $3',
      values: [7, 'st_6', 6],
    },
    {
      question: 'the rows of a table that have kept values',
      sql: 'SELECT st_id FROM raw.adopted_columns WHERE tenant_id = $1 AND table_name = $2',
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

  changes_pkey: [
    {
      question: 'the changes of a tenant after a seq, in order',
      sql: `SELECT seq, table_name, st_id, op FROM raw.changes WHERE tenant_id = $1 AND seq > $2
             ORDER BY seq LIMIT 100`,
      values: [7, 2_000],
    },
    {
      question: 'its oldest changes, to remove them',
      sql: 'SELECT seq, at FROM raw.changes WHERE tenant_id = $1 ORDER BY seq LIMIT 10',
      values: [7],
      wholeTenant: true,
    },
  ],
  changes_record_idx: [
    {
      question: 'the changes of one record, newest first',
      sql: `SELECT seq, op, before, added, before_columns FROM raw.changes
             WHERE tenant_id = $1 AND table_name = $2 AND st_id = $3 ORDER BY seq DESC LIMIT 100`,
      values: [7, 'st_6', 6],
    },
  ],
  change_positions_pkey: [
    {
      question: 'where the change feed of a tenant ends',
      sql: 'SELECT epoch, last_seq, trimmed_seq FROM raw.change_positions WHERE tenant_id = $1',
      values: [7],
    },
  ],
  sync_schedules_pkey: [
    {
      question: 'the schedule of a table',
      sql: 'SELECT incremental_every FROM raw.sync_schedules WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
    {
      question: 'the schedules of a tenant',
      sql: 'SELECT table_name, full_every FROM raw.sync_schedules WHERE tenant_id = $1 ORDER BY table_name',
      values: [7],
      wholeTenant: true,
    },
  ],
  full_sync_pages_pkey: [
    {
      question: 'the ids that a full sync has seen',
      sql: 'SELECT unnest(st_ids) FROM raw.full_sync_pages WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
  ],
  delete_suspects_pkey: [
    {
      question: 'the suspects of a table',
      sql: 'SELECT st_id, suspected_at FROM raw.delete_suspects WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
  ],
  sync_requests_pkey: [
    {
      question: 'a request by its id',
      sql: 'SELECT status, error FROM raw.sync_requests WHERE tenant_id = $1 AND request_id = $2',
      values: [7, 6],
    },
    {
      question: 'the newest of a tenant',
      sql: `SELECT request_id, table_name, status FROM raw.sync_requests WHERE tenant_id = $1
             ORDER BY request_id DESC LIMIT 10`,
      values: [7],
      wholeTenant: true,
    },
  ],
  sync_requests_pending_idx: [
    {
      question: 'the requests of a tenant that wait, oldest first',
      sql: `SELECT request_id, table_name, kind FROM raw.sync_requests WHERE tenant_id = $1 AND status = 'pending'
             ORDER BY requested_at LIMIT 10`,
      values: [7],
      wholeTenant: true,
    },
  ],
  rate_limits_pkey: [
    {
      question: 'the rate limit of a tenant',
      sql: 'SELECT full_at FROM raw.rate_limits WHERE tenant_id = $1',
      values: [7],
    },
  ],
}
