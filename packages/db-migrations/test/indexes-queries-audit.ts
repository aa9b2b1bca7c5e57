import type { IndexQuery } from './indexes-query.ts'

/** The audit log, which `lazi_reader` does not see. */
export const auditQueries: Readonly<Record<string, readonly IndexQuery[]>> = {
  'audit.positions_pkey': [
    {
      question: 'where the audit log of a tenant ends',
      sql: 'SELECT epoch, last_seq FROM audit.positions WHERE tenant_id = $1',
      values: [7],
    },
  ],
  'audit.entries_pkey': [
    {
      question: 'an entry',
      sql: 'SELECT action, changes FROM audit.entries WHERE tenant_id = $1 AND seq = $2',
      values: [7, 2_000],
    },
    {
      question: 'the entries of a tenant in order',
      sql: 'SELECT seq, changes_hash FROM audit.entries WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT 50',
      values: [7, 2_000],
    },
  ],
  'audit.entries_entity_idx': [
    {
      question: 'the entries of one thing, newest first',
      sql: `SELECT seq, action, changes FROM audit.entries
             WHERE tenant_id = $1 AND entity = $2 AND entity_id = $3 ORDER BY seq DESC LIMIT 50`,
      values: [7, 'api.keys', 'Text 9'],
    },
  ],
  'audit.entries_actor_idx': [
    {
      question: 'the entries of one actor, newest first',
      sql: `SELECT seq, action, changes FROM audit.entries
             WHERE tenant_id = $1 AND actor_kind = $2 AND actor_id = $3 ORDER BY seq DESC LIMIT 50`,
      values: [7, 'key', 'Text 9'],
    },
  ],
  'audit.entries_at_idx': [
    {
      question: 'the entries of a period, newest first',
      sql: `SELECT seq, action, changes FROM audit.entries
             WHERE tenant_id = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, seq DESC LIMIT 50`,
      values: [7, '2026-01-02T00:00:00Z', '2026-01-02T04:00:00Z'],
    },
  ],
  'audit.entries_request_idx': [
    {
      question: 'the entries of one request',
      sql: 'SELECT seq, action FROM audit.entries WHERE tenant_id = $1 AND request_id = $2',
      values: [7, '00000000-0000-8000-8000-000000000009'],
    },
  ],
}
