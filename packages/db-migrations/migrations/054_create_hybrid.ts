import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant, secureTenantTable } from '../src/authoring/v2/secure-table.ts'

// Both sides change records of a domain in mode hybrid: what LAZI has yet to send, and what both have changed.

const domains = { schema: 'sync', name: 'domains' }
const outbox = { schema: 'sync', name: 'outbox' }
const conflicts = { schema: 'sync', name: 'conflicts' }
const waiting = { schema: 'sync', name: 'waiting' }

const checks = [
  {
    table: domains,
    name: 'domains_mode_check',
    before: "mode IN ('servicetitan', 'lazi')",
    after: "mode IN ('servicetitan', 'hybrid', 'lazi')",
  },
  {
    table: outbox,
    name: 'outbox_state_check',
    before: "state IN ('kept')",
    after: "state IN ('kept', 'pending', 'sending', 'unknown', 'blocked', 'failed')",
  },
  {
    table: waiting,
    name: 'waiting_reason_check',
    before: "reason IN ('reference', 'refused', 'new')",
    after: "reason IN ('reference', 'refused', 'new', 'may-be-ours')",
  },
]

const waitingReasons =
  'reference: the row is in its table, without this reference; refused: PostgreSQL refused it, and its last good version stays; new: it was created in ServiceTitan while LAZI owns the records of its table, and is not taken over yet'

const comments = {
  'sync.domains.mode': {
    before:
      "Which side owns its records. servicetitan: they are read-only in LAZI; lazi: they are changed in LAZI, and ServiceTitan's changes of them are not taken over.",
    after:
      'Which side owns its records. servicetitan: they are read-only in LAZI; hybrid: both sides change them, and changes are exchanged; lazi: they are changed in LAZI, and nothing is exchanged.',
  },
  'sync.outbox.state': {
    before: 'kept: LAZI owns the record, and nothing is sent.',
    after:
      'kept: LAZI owns the record, and nothing is sent. pending: to be sent when due. sending: a request is under way. unknown: its response was not received. blocked: it waits for what blocked_by names. failed: ServiceTitan has refused it.',
  },
  'sync.waiting.reason': {
    before: `${waitingReasons}.`,
    after: `${waitingReasons}; may-be-ours: it may be what LAZI creates in ServiceTitan just now, and waits until that is known.`,
  },
}

/** What the outbox has of the request that is under way, or was the last one. */
const attempt: ColumnDefinitions = {
  sent: {
    type: 'jsonb',
    comment:
      'By field: what the request under way sends, or one whose response was not received. NULL: there is none.',
  },
  attempt_id: { type: 'uuid', comment: 'The last attempt: the response of another one changes nothing.' },
  sent_at: { type: 'timestamptz', comment: 'When the request of that attempt was sent.' },
  leased_until: {
    type: 'timestamptz',
    comment: 'Until when a worker handles the row; later, another one may. NULL: none does.',
  },
  attempts: {
    type: 'integer',
    notNull: true,
    default: 0,
    comment: 'Failed attempts since the last success or edit.',
  },
  due_at: {
    type: 'timestamptz',
    comment: 'From when the row is handled again. NULL: it waits for something else than time.',
  },
  failed_fields: {
    type: 'jsonb',
    notNull: true,
    default: '{}',
    comment: 'By field: why ServiceTitan has refused its value. Such fields are not sent until they change.',
  },
  blocked_by: { type: 'text', comment: 'What it waits for, such as customers/<id> or a scope.' },
  error: { type: 'text', comment: 'The last error.' },
  error_status: { type: 'integer', comment: 'Its HTTP status.' },
  trace_id: { type: 'text', comment: "ServiceTitan's id of the failed request, for its support." },
}

/** Why nothing of a domain is sent, although both sides change its records. */
const sending: ColumnDefinitions = {
  paused_at: { type: 'timestamptz', comment: 'Since when nothing of it is sent. NULL: it is sent.' },
  paused_by: { type: 'text', comment: 'Who paused it, for people.' },
  sends_from: {
    type: 'text',
    comment:
      'The database from which its records are sent, as system/timeline/oid. In another one, such as a restored backup, nothing is sent until a person confirms. NULL: any.',
  },
}

interface Index {
  readonly name: string
  readonly columns: string[]
  readonly where: string
  readonly comment: string
}

const indexes: readonly Index[] = [
  {
    name: 'outbox_due_idx',
    columns: ['tenant_id', 'due_at'],
    where: 'due_at IS NOT NULL',
    comment: 'Query: the records that are to be sent',
  },
  {
    name: 'outbox_blocked_idx',
    columns: ['tenant_id', 'blocked_by'],
    where: 'blocked_by IS NOT NULL',
    comment: 'Query: the records that wait for one',
  },
  {
    name: 'outbox_created_idx',
    columns: ['tenant_id', 'table_name', 'sent_at'],
    where: "op = 'create' AND sent IS NOT NULL",
    comment: 'Query: what is created in ServiceTitan just now',
  },
]

export const allow = [
  {
    rule: 'constraint-missing-not-valid',
    reason: 'five rows per tenant, and one per record that people changed',
  },
  { rule: 'require-concurrent-index-creation', reason: 'one row per record that people changed' },
  {
    rule: 'prefer-bigint-over-int',
    reason: 'attempts are minutes apart, and error_status is an HTTP status',
  },
]

export function up(pgm: MigrationBuilder): void {
  for (const { table, name, after } of checks) replaceCheck(pgm, table, name, after)
  for (const [column, { after }] of Object.entries(comments)) comment(pgm, column, after)
  pgm.addColumns(domains, sending)
  pgm.addConstraint(domains, 'domains_paused_check', {
    check: "(paused_at IS NULL) = (paused_by IS NULL) AND (paused_at IS NULL OR mode = 'hybrid')",
  })
  pgm.addColumns(outbox, attempt)
  for (const { name, columns, where, comment } of indexes) {
    pgm.createIndex(outbox, columns, { name, where })
    pgm.sql(`COMMENT ON INDEX sync.${name} IS '${comment}';`)
  }
  createConflicts(pgm)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(conflicts)
  for (const { name, columns } of indexes) pgm.dropIndex(outbox, columns, { name })
  pgm.dropColumns(outbox, Object.keys(attempt))
  pgm.dropConstraint(domains, 'domains_paused_check')
  pgm.dropColumns(domains, Object.keys(sending))
  for (const [column, { before }] of Object.entries(comments)) comment(pgm, column, before)
  for (const { table, name, before } of checks.toReversed()) replaceCheck(pgm, table, name, before)
}

function replaceCheck(pgm: MigrationBuilder, table: typeof domains, name: string, check: string): void {
  pgm.dropConstraint(table, name)
  pgm.addConstraint(table, name, { check })
}

function comment(pgm: MigrationBuilder, column: string, text: string): void {
  pgm.sql(`COMMENT ON COLUMN ${column} IS '${text.replaceAll("'", "''")}';`)
}

function createConflicts(pgm: MigrationBuilder): void {
  pgm.createTable(
    conflicts,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      conflict_id: { type: 'uuid', notNull: true, comment: 'The conflict; ids rise with time.' },
      table_name: { type: 'text', notNull: true, comment: 'The table in schema lazi, such as customers.' },
      record_id: { type: 'uuid', notNull: true, comment: 'The record.' },
      field: { type: 'text', comment: 'The field. NULL: the record as a whole.' },
      kind: {
        type: 'text',
        notNull: true,
        check:
          "kind IN ('both-changed', 'deleted-there', 'merged-there', 'deleted-here', 'ambiguous-create')",
        comment: 'What both sides did.',
      },
      base: { type: 'jsonb', comment: 'The value on which both sides agreed last.' },
      lazi_value: { type: 'jsonb', comment: "LAZI's value." },
      servicetitan_value: { type: 'jsonb', comment: "ServiceTitan's value." },
      policy: {
        type: 'text',
        notNull: true,
        check: "policy IN ('servicetitan', 'lazi', 'ask')",
        comment: 'How it is decided: by the side that is named, or by a person.',
      },
      decision: {
        type: 'text',
        check: "decision IN ('servicetitan', 'lazi')",
        comment: 'Whose value stays. NULL: it is open.',
      },
      decided_by: { type: 'text', comment: 'Who decided, as kind:id; policy: a rule did.' },
      decided_at: { type: 'timestamptz', comment: 'When it was decided.' },
      servicetitan_modified_on: {
        type: 'timestamptz',
        comment: "When ServiceTitan's record changed last.",
      },
      opened_at: { type: 'timestamptz', notNull: true, comment: 'When it was found.' },
    },
    { comment: 'Fields that both sides changed since they agreed, and how that was decided.' },
  )
  pgm.addConstraint(conflicts, 'conflicts_pkey', 'PRIMARY KEY (tenant_id, conflict_id)')
  pgm.sql(`COMMENT ON INDEX sync.conflicts_pkey IS 'Query: one conflict';`)
  pgm.addConstraint(conflicts, 'conflicts_decided_check', {
    check: '(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)',
  })
  pgm.createIndex(conflicts, ['tenant_id', 'table_name', 'record_id', 'field'], {
    name: 'conflicts_open_key',
    unique: true,
    where: 'decision IS NULL',
  })
  pgm.sql(`COMMENT ON INDEX sync.conflicts_open_key IS 'Query: the open conflicts of a record';`)
  secureTenantTable(pgm, conflicts)
  pgm.sql('GRANT SELECT, INSERT, UPDATE ON sync.conflicts TO lazi_writer;')
  pgm.createPolicy(conflicts, 'one_tenant_writes', {
    command: 'ALL',
    role: 'lazi_writer',
    using: isOfTenant,
    check: isOfTenant,
  })
}
