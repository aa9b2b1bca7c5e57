import type { MigrationBuilder } from 'node-pg-migrate'

const syncState = { schema: 'raw', name: 'sync_state' }

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason: 'consecutive_failures counts runs, of which there are a few hundred a day',
  },
]

export function up(pgm: MigrationBuilder): void {
  pgm.createSchema('raw')
  pgm.sql(
    `COMMENT ON SCHEMA raw IS 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.';`,
  )
  pgm.createTable(
    syncState,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      table_name: { type: 'text', notNull: true, comment: 'The cache table in schema raw, such as st_jobs.' },
      status: {
        type: 'text',
        notNull: true,
        default: 'idle',
        check: "status IN ('idle', 'running', 'failed')",
        comment: 'What the sync of this table does now; failed: the last run did not end well.',
      },
      last_full_sync: { type: 'timestamptz', comment: 'When the last full sync ended whole.' },
      last_incremental_sync: { type: 'timestamptz', comment: 'When the last incremental sync ended whole.' },
      records_synced: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment: 'Records received by the last run, changed or not.',
      },
      cursor: {
        type: 'text',
        comment:
          "Where the next incremental sync goes on: the export feed's continueFrom exactly as received; never parsed.",
      },
      full_sync_cursor: {
        type: 'text',
        comment: 'Where a full sync that has begun and not ended goes on; NULL when none is under way.',
      },
      data_as_of: {
        type: 'timestamptz',
        comment: 'Everything that ServiceTitan changed before this moment is in the table.',
      },
      last_error: { type: 'text', comment: 'What stopped the last failed run; NULL once a run ends well.' },
      last_error_at: { type: 'timestamptz', comment: 'When that happened.' },
      consecutive_failures: {
        type: 'integer',
        notNull: true,
        default: 0,
        comment: 'Failed runs since the last one that ended well.',
      },
      next_run_at: { type: 'timestamptz', comment: 'When the table is due again; NULL: no schedule.' },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When this row was first written.',
      },
      updated_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When this row last changed.',
      },
    },
    { comment: 'The sync state of each cache table of each tenant.' },
  )
  pgm.addConstraint(syncState, 'sync_state_pkey', 'PRIMARY KEY (tenant_id, table_name)')
  pgm.sql(
    `COMMENT ON INDEX raw.sync_state_pkey IS 'Query: the sync state of a table; all tables of a tenant';`,
  )
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(syncState)
  pgm.dropSchema('raw')
}
