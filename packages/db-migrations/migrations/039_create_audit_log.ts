import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant } from '../src/authoring/v2/cache-table.ts'
import { createServerRole, dropServerRole } from '../src/authoring/v2/roles.ts'

const positions = { schema: 'audit', name: 'positions' }
const entries = { schema: 'audit', name: 'entries' }

export function up(pgm: MigrationBuilder): void {
  createServerRole(
    pgm,
    'lazi_eraser',
    'Empties former values in the audit log. Grant it to a login only while it erases.',
  )
  pgm.createSchema('audit')
  pgm.sql(`COMMENT ON SCHEMA audit IS 'Who changed what in LAZI, when and why.';`)
  pgm.sql('ALTER SCHEMA audit OWNER TO lazi_migrator;')
  pgm.sql('GRANT USAGE ON SCHEMA audit TO lazi_sync, lazi_writer, lazi_eraser;')
  createPositions(pgm)
  createEntries(pgm)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(entries)
  pgm.dropTable(positions)
  pgm.dropSchema('audit')
  dropServerRole(pgm, 'lazi_eraser')
}

const tenantId = {
  type: 'bigint',
  notNull: true,
  comment: 'The tenant; 0: the installation, whose entries are about tenants and the log itself.',
}

function createPositions(pgm: MigrationBuilder): void {
  pgm.createTable(
    positions,
    {
      tenant_id: tenantId,
      epoch: {
        type: 'uuid',
        notNull: true,
        default: pgm.func('gen_random_uuid()'),
        comment: "The log's identity: a tenant that is removed and added again has another.",
      },
      last_seq: {
        type: 'bigint',
        notNull: true,
        comment: 'The greatest seq given. Its row is locked until the commit.',
      },
      last_at: { type: 'timestamptz', notNull: true, comment: 'The time of the last entry.' },
    },
    { comment: "Where each tenant's audit log ends." },
  )
  pgm.addConstraint(positions, 'positions_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX audit.positions_pkey IS 'Query: where the audit log of a tenant ends';`)
  own(pgm, positions)
  // A log without its position would look as if it had never been: the owner too may not delete it.
  pgm.sql('REVOKE DELETE, TRUNCATE ON audit.positions FROM lazi_migrator;')
  pgm.sql('GRANT SELECT, INSERT, UPDATE (last_seq, last_at) ON audit.positions TO lazi_sync;')
  pgm.sql(
    'GRANT SELECT, INSERT (tenant_id, last_seq, last_at), UPDATE (last_seq, last_at) ON audit.positions TO lazi_writer;',
  )
  pgm.createPolicy(positions, 'all_tenants', {
    command: 'ALL',
    role: ['lazi_migrator', 'lazi_sync'],
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(positions, 'one_tenant', {
    command: 'ALL',
    role: 'lazi_writer',
    using: isOfTenant,
    check: isOfTenant,
  })
}

/** The columns that an entry's writer chooses. `db_user` is what PostgreSQL knows, independent of the writer. */
const writtenColumns =
  'tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity, entity_id, request_id, run_id, reason, changes, salt, changes_hash'

function createEntries(pgm: MigrationBuilder): void {
  pgm.createTable(
    entries,
    {
      tenant_id: tenantId,
      seq: {
        type: 'bigint',
        notNull: true,
        comment: 'Number of the entry within the tenant: without gaps, and in the order of commits.',
      },
      at: {
        type: 'timestamptz',
        notNull: true,
        comment: "When it was made, and never before the tenant's last entry.",
      },
      actor_kind: {
        type: 'text',
        notNull: true,
        check: "actor_kind IN ('servicetitan', 'key', 'cli', 'worker', 'system')",
        comment: 'What acted: a key of the API, a command, a worker, the software itself, or ServiceTitan.',
      },
      actor_id: { type: 'text', comment: 'Which one: the id of the key, user@host, the worker; NULL: none.' },
      actor_name: { type: 'text', comment: 'Its name at that time, for people.' },
      on_behalf_of: { type: 'text', comment: 'For whom it acted, as it says itself; NULL: not said.' },
      db_user: {
        type: 'text',
        notNull: true,
        default: pgm.func('session_user'),
        comment: 'The login of the database session, as PostgreSQL knows it.',
      },
      action: {
        type: 'text',
        notNull: true,
        check:
          "action IN ('create', 'update', 'delete', 'restore', 'revoke', 'request', 'replay', 'drop', 'reset', 'rebuild', 'pause', 'resume', 'login', 'logout', 'view', 'export', 'erase', 'redact', 'retain', 'verify', 'merge', 'dispatch', 'start', 'done', 'complete', 'hold', 'unhold', 'reopen', 'cancel', 'reschedule', 'assign', 'unassign', 'confirm', 'unconfirm', 'switch', 'adopt', 'decide', 'retry')",
        comment: 'What was done.',
      },
      entity: {
        type: 'text',
        notNull: true,
        comment: 'The table of what was changed, with its schema, such as api.keys.',
      },
      entity_id: {
        type: 'text',
        notNull: true,
        comment: 'Which row of it; the parts of a composite id are joined by a colon.',
      },
      request_id: { type: 'uuid', comment: 'The request to the API that did it, if one did.' },
      run_id: { type: 'bigint', comment: 'The run that did it, if one did.' },
      reason: {
        type: 'text',
        check: 'char_length(reason) <= 500',
        comment: 'Why, in the words of who did it; NULL: not said.',
      },
      changes: {
        type: 'text',
        comment:
          'JSON {"field": {"old": …, "new": …}} of the fields that changed, as text so that its bytes stay the same. NULL: none, or emptied by an erasure.',
      },
      salt: {
        type: 'uuid',
        comment: 'Random, so that an emptied value cannot be guessed from the hash; emptied with it.',
      },
      changes_hash: {
        type: 'bytea',
        check: 'octet_length(changes_hash) = 32',
        comment: 'SHA-256 of salt and changes. It stays when they are emptied. NULL: there were no changes.',
      },
    },
    {
      comment:
        'The audit log: one row per change that a person, a command or the API made. It has rights to insert and read only.',
    },
  )
  pgm.addConstraint(entries, 'entries_pkey', 'PRIMARY KEY (tenant_id, seq)')
  pgm.addConstraint(
    entries,
    'entries_changes_check',
    'CHECK ((changes IS NULL) = (salt IS NULL) AND (changes IS NULL OR changes_hash IS NOT NULL))',
  )
  pgm.sql(`COMMENT ON INDEX audit.entries_pkey IS 'Query: an entry; the entries of a tenant in order';`)
  addIndex(
    pgm,
    'entries_entity_idx',
    '(tenant_id, entity, entity_id, seq DESC)',
    'the entries of one thing, newest first',
  )
  addIndex(
    pgm,
    'entries_actor_idx',
    '(tenant_id, actor_kind, actor_id, seq DESC)',
    'the entries of one actor, newest first',
  )
  addIndex(pgm, 'entries_at_idx', '(tenant_id, at DESC, seq DESC)', 'the entries of a period, newest first')
  addIndex(
    pgm,
    'entries_request_idx',
    '(tenant_id, request_id) WHERE request_id IS NOT NULL',
    'the entries of one request',
  )
  own(pgm, entries)
  // The owner too: to change an entry it would have to change these rights first.
  pgm.sql('REVOKE UPDATE, DELETE, TRUNCATE ON audit.entries FROM lazi_migrator;')
  pgm.sql(`GRANT SELECT, INSERT (${writtenColumns}) ON audit.entries TO lazi_sync, lazi_writer;`)
  pgm.sql('GRANT SELECT, UPDATE (changes, salt) ON audit.entries TO lazi_eraser;')
  const readers = ['lazi_migrator', 'lazi_sync', 'lazi_eraser']
  pgm.createPolicy(entries, 'all_tenants_read', { command: 'SELECT', role: readers, using: 'true' })
  pgm.createPolicy(entries, 'all_tenants_insert', {
    command: 'INSERT',
    role: ['lazi_migrator', 'lazi_sync'],
    check: 'true',
  })
  pgm.createPolicy(entries, 'one_tenant_read', { command: 'SELECT', role: 'lazi_writer', using: isOfTenant })
  pgm.createPolicy(entries, 'one_tenant_insert', {
    command: 'INSERT',
    role: 'lazi_writer',
    check: isOfTenant,
  })
  pgm.createPolicy(entries, 'emptied_only', {
    command: 'UPDATE',
    role: 'lazi_eraser',
    using: 'true',
    check: 'changes IS NULL AND salt IS NULL',
  })
}

function own(pgm: MigrationBuilder, table: { readonly schema: string; readonly name: string }): void {
  pgm.sql(`ALTER TABLE ${table.schema}.${table.name} OWNER TO lazi_migrator;`)
  pgm.alterTable(table, { levelSecurity: 'ENABLE' })
  pgm.alterTable(table, { levelSecurity: 'FORCE' })
}

function addIndex(pgm: MigrationBuilder, name: string, on: string, query: string): void {
  pgm.sql(`CREATE INDEX ${name} ON audit.entries ${on};`)
  pgm.sql(`COMMENT ON INDEX audit.${name} IS 'Query: ${query}';`)
}
