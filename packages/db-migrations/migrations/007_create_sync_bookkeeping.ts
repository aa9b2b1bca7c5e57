import type { MigrationBuilder } from 'node-pg-migrate'
import { createCommentedIndex } from '../src/authoring/v1/commented-index.ts'

const tenants = { schema: 'raw', name: 'tenants' }
const syncRuns = { schema: 'raw', name: 'sync_runs' }
const quarantine = { schema: 'raw', name: 'quarantine' }
const apiDrift = { schema: 'raw', name: 'api_drift' }

export const allow = [
  { rule: 'prefer-bigint-over-int', reason: 'attempts counts how often one record was tried' },
]

export function up(pgm: MigrationBuilder): void {
  createTenants(pgm)
  createSyncRuns(pgm)
  createQuarantine(pgm)
  createApiDrift(pgm)
}

export function down(pgm: MigrationBuilder): void {
  for (const table of [apiDrift, quarantine, syncRuns, tenants]) pgm.dropTable(table)
}

const tenantId = { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' }
const tableName = { type: 'text', notNull: true, comment: 'The cache table in schema raw, such as st_jobs.' }

function createTenants(pgm: MigrationBuilder): void {
  pgm.createTable(
    tenants,
    {
      tenant_id: tenantId,
      name: { type: 'text', notNull: true, comment: 'Name of the contractor, for people.' },
      time_zone: {
        type: 'text',
        notNull: true,
        default: 'UTC',
        comment: 'IANA name of the time zone in which the tenant reckons its days, such as America/Chicago.',
      },
      status: {
        type: 'text',
        notNull: true,
        default: 'active',
        check: "status IN ('active', 'paused')",
        comment: 'paused: nothing is synced for this tenant.',
      },
      settings: {
        type: 'jsonb',
        notNull: true,
        default: '{}',
        comment:
          'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data.',
      },
      ...ownTimes(pgm),
    },
    { comment: 'The tenants. Credentials are never stored in the database.' },
  )
  pgm.addConstraint(tenants, 'tenants_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX raw.tenants_pkey IS 'Query: a tenant by its id';`)
}

function createSyncRuns(pgm: MigrationBuilder): void {
  const count = (comment: string) => ({ type: 'bigint', notNull: true, default: 0, comment })
  pgm.createTable(
    syncRuns,
    {
      tenant_id: tenantId,
      run_id: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'The run; later runs have greater numbers.',
      },
      table_name: tableName,
      kind: {
        type: 'text',
        notNull: true,
        check: "kind IN ('full', 'incremental')",
        comment: 'full: the whole resource; incremental: from the stored cursor on.',
      },
      status: {
        type: 'text',
        notNull: true,
        default: 'running',
        check: "status IN ('running', 'succeeded', 'failed', 'interrupted')",
        comment: 'interrupted: stopped on request, or its process ended without a word.',
      },
      started_at: { type: 'timestamptz', notNull: true, comment: 'When the run began.' },
      finished_at: { type: 'timestamptz', comment: 'When it ended; NULL while it runs.' },
      pages: count('Pages committed.'),
      fetched: count('Records received in those pages.'),
      inserted: count('Rows inserted.'),
      updated: count('Rows updated because the record changed.'),
      unchanged: count('Records that were already stored, or older than what is stored.'),
      tombstoned: count('Rows marked as deleted.'),
      quarantined: count('Records that could not be written.'),
      requests: count('HTTP requests sent, retries included.'),
      bytes: count('Bytes of response bodies received.'),
      error: { type: 'text', comment: 'What stopped a failed run.' },
    },
    { comment: 'One row a run: one execution of one sync of one resource for one tenant.' },
  )
  pgm.addConstraint(syncRuns, 'sync_runs_pkey', 'PRIMARY KEY (tenant_id, run_id)')
  pgm.sql(`COMMENT ON INDEX raw.sync_runs_pkey IS 'Query: a run by its id';`)
  createCommentedIndex(pgm, syncRuns, {
    name: 'sync_runs_table_idx',
    columns: ['tenant_id', 'table_name', 'started_at'],
    query: 'the runs of a table, newest first',
  })
}

function createQuarantine(pgm: MigrationBuilder): void {
  pgm.createTable(
    quarantine,
    {
      tenant_id: tenantId,
      quarantine_id: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'The entry, for people to name it by.',
      },
      table_name: tableName,
      record_key: {
        type: 'text',
        notNull: true,
        comment: "The record's id as text, or a hash of the payload where it has none that can be read.",
      },
      payload: {
        type: 'json',
        notNull: true,
        comment: 'The record exactly as received (json and not jsonb: it keeps what jsonb refuses).',
      },
      error_code: { type: 'text', comment: 'SQLSTATE of the error, where PostgreSQL refused the record.' },
      error: { type: 'text', notNull: true, comment: 'Why the record could not be written.' },
      run_id: { type: 'bigint', comment: 'The run that met it last.' },
      attempts: { type: 'integer', notNull: true, default: 1, comment: 'How often writing it was tried.' },
      first_seen_at: { type: 'timestamptz', notNull: true, comment: 'When it was first refused.' },
      last_seen_at: { type: 'timestamptz', notNull: true, comment: 'When it was last refused.' },
      resolved_at: {
        type: 'timestamptz',
        comment: 'When a version of the record was written after all, or it was dropped; NULL while open.',
      },
    },
    { comment: 'Records that could not be written, with the reason, so that nothing is lost.' },
  )
  pgm.addConstraint(quarantine, 'quarantine_pkey', 'PRIMARY KEY (tenant_id, quarantine_id)')
  pgm.addConstraint(quarantine, 'quarantine_record_key', 'UNIQUE (tenant_id, table_name, record_key)')
  pgm.sql(`COMMENT ON INDEX raw.quarantine_pkey IS 'Query: an entry by its id';`)
  pgm.sql(
    `COMMENT ON INDEX raw.quarantine_record_key IS 'Query: the entry of a record; the entries of a table';`,
  )
}

function createApiDrift(pgm: MigrationBuilder): void {
  pgm.createTable(
    apiDrift,
    {
      tenant_id: tenantId,
      table_name: tableName,
      json_path: { type: 'text', notNull: true, comment: 'Where in the record, such as address.latitude.' },
      kind: {
        type: 'text',
        notNull: true,
        check: "kind IN ('unknown', 'missing', 'type')",
        comment:
          'unknown: a field nobody knew; missing: a required field is not sent; type: a value that its column cannot hold.',
      },
      detail: {
        type: 'text',
        comment: 'What was expected, such as bigint. Never a value: it may be personal data.',
      },
      occurrences: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment: 'Records that showed it when they were written.',
      },
      first_seen_at: { type: 'timestamptz', notNull: true, comment: 'When it was first seen.' },
      last_seen_at: { type: 'timestamptz', notNull: true, comment: 'When it was last seen.' },
    },
    { comment: 'API drift: where ServiceTitan sends other fields or types than were known.' },
  )
  pgm.addConstraint(apiDrift, 'api_drift_pkey', 'PRIMARY KEY (tenant_id, table_name, json_path, kind)')
  pgm.sql(`COMMENT ON INDEX raw.api_drift_pkey IS 'Query: the drift of a table';`)
}

function ownTimes(pgm: MigrationBuilder) {
  const now = pgm.func('now()')
  return {
    created_at: {
      type: 'timestamptz',
      notNull: true,
      default: now,
      comment: 'When this row was first written.',
    },
    updated_at: { type: 'timestamptz', notNull: true, default: now, comment: 'When this row last changed.' },
  }
}
