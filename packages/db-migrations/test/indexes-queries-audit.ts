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
  'audit.seals_pkey': [
    {
      question: 'the last seal of a tenant',
      sql: 'SELECT size, root, frontier FROM audit.seals WHERE tenant_id = $1 ORDER BY size DESC LIMIT 1',
      values: [7],
      wholeTenant: true,
    },
    {
      question: 'the seals of a tenant in order',
      sql: 'SELECT size, root, note FROM audit.seals WHERE tenant_id = $1 AND size > $2 ORDER BY size LIMIT 50',
      values: [7, 2_000],
    },
  ],
  'audit.seals_unexported_idx': [
    {
      question: 'the seals of a tenant that are not exported yet',
      sql: `SELECT size, note FROM audit.seals
             WHERE tenant_id = $1 AND exported_at IS NULL ORDER BY size LIMIT 50`,
      values: [7],
      wholeTenant: true,
    },
  ],
  'audit.verifications_pkey': [
    {
      question: 'the last verification of a tenant',
      sql: `SELECT outcome, first_bad_seq FROM audit.verifications
             WHERE tenant_id = $1 ORDER BY verified_at DESC LIMIT 1`,
      values: [7],
      wholeTenant: true,
    },
  ],
}
