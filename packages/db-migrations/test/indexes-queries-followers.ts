import { type IndexQuery, idOf } from './indexes-query.ts'

/** The feed of records, and the state of what is computed from feeds. */
export const followerQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'lazi.changes_pkey': [
    {
      question: 'the changes of a tenant after a seq, in order',
      sql: `SELECT seq, table_name, id, op, changed_paths FROM lazi.changes WHERE tenant_id = $1 AND seq > $2
             ORDER BY seq LIMIT 100`,
      values: [7, 2_000],
    },
    {
      question: 'its oldest changes, to remove them',
      sql: 'SELECT seq, at FROM lazi.changes WHERE tenant_id = $1 ORDER BY seq LIMIT 10',
      values: [7],
      wholeTenant: true,
    },
  ],
  'lazi.changes_record_idx': [
    {
      question: 'the last changes of a record',
      sql: `SELECT seq, changed_paths FROM lazi.changes WHERE tenant_id = $1 AND table_name = $2 AND id = $3
             ORDER BY seq DESC LIMIT 3`,
      values: [7, 'jobs', idOf(6)],
    },
  ],
  'lazi.job_numbers_pkey': [
    {
      question: 'the number that a tenant gave last',
      sql: 'SELECT last_number FROM lazi.job_numbers WHERE tenant_id = $1',
      values: [7],
    },
  ],
  'sync.outbox_pkey': [
    {
      question: 'what a record was before people changed it',
      sql: 'SELECT op, base FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3',
      values: [7, 'jobs', idOf(6)],
    },
  ],
  'sync.outbox_due_idx': [
    {
      question: 'the records that are to be sent',
      sql: 'SELECT table_name, record_id FROM sync.outbox WHERE tenant_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT 1',
      values: [7, '2026-01-03Z'],
    },
  ],
  'sync.field_rules_pkey': [
    {
      question: 'the rules of a table',
      sql: 'SELECT field, on_conflict FROM sync.field_rules WHERE tenant_id = $1 AND table_name = $2',
      values: [7, 'st_6'],
    },
  ],
  'sync.outbox_blocked_idx': [
    {
      question: 'the records that wait for one',
      sql: 'SELECT table_name, record_id FROM sync.outbox WHERE tenant_id = $1 AND blocked_by = $2',
      values: [7, 'customers/50'],
    },
  ],
  'sync.outbox_created_idx': [
    {
      question: 'what is created in ServiceTitan just now',
      sql: `SELECT record_id FROM sync.outbox
             WHERE tenant_id = $1 AND table_name = $2 AND op = 'create' AND sent IS NOT NULL AND sent_at <= $3`,
      values: [7, 'st_6', '2026-01-03Z'],
    },
  ],
  'sync.conflicts_pkey': [
    {
      question: 'one conflict',
      sql: 'SELECT field, decision FROM sync.conflicts WHERE tenant_id = $1 AND conflict_id = $2',
      values: [7, idOf(6)],
    },
  ],
  'sync.conflicts_open_key': [
    {
      question: 'the open conflicts of a record',
      sql: `SELECT field, base FROM sync.conflicts
             WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND decision IS NULL`,
      values: [7, 'st_6', idOf(6)],
    },
  ],
  'lazi.change_positions_pkey': [
    {
      question: 'where the change feed of a tenant ends',
      sql: 'SELECT epoch, last_seq, trimmed_seq FROM lazi.change_positions WHERE tenant_id = $1',
      values: [7],
    },
  ],
  'sync.domains_pkey': [
    {
      question: 'the mode of a domain',
      sql: 'SELECT mode, since FROM sync.domains WHERE tenant_id = $1 AND domain = $2',
      values: [7, 'jobs'],
    },
  ],
  'sync.followers_pkey': [
    {
      question: 'how far a follower of a tenant has come',
      sql: 'SELECT seq, ready, error FROM sync.followers WHERE tenant_id = $1 AND name = $2',
      values: [7, 'records'],
    },
  ],
  'sync.waiting_pkey': [
    {
      question: 'what a row waits for',
      sql: `SELECT needs_table, needs_st_id, reason, error FROM sync.waiting
             WHERE tenant_id = $1 AND table_name = $2 AND st_id = $3`,
      values: [7, 'st_6', 6],
    },
  ],
  'sync.waiting_needs_idx': [
    {
      question: 'the rows that wait for a record',
      sql: `SELECT table_name, st_id FROM sync.waiting
             WHERE tenant_id = $1 AND needs_table = $2 AND needs_st_id = $3 AND reason = 'reference'`,
      values: [7, 'customers', 6],
    },
  ],
  'sync.waiting_due_idx': [
    {
      question: 'the rows whose missing record has arrived',
      sql: `SELECT table_name, st_id, needs_table FROM sync.waiting WHERE tenant_id = $1 AND is_due
             ORDER BY table_name, st_id LIMIT 2000`,
      values: [7],
      wholeTenant: true,
    },
  ],
}
