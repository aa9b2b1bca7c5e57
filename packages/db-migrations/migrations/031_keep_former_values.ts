import type { MigrationBuilder } from 'node-pg-migrate'

const changes = { schema: 'raw', name: 'changes' }

const newColumns = {
  before: {
    type: 'jsonb',
    comment:
      'Former values of the top-level fields of full_data that an update or restore changed or removed, whole; {}: there are none. NULL: nothing is kept, as for inserts, deletes, snapshots, changes older than this column, and values nested too deeply to be copied.',
  },
  added: {
    type: 'text[]',
    comment: 'Top-level fields of full_data that the former record did not have; NULL: none.',
  },
  before_columns: {
    type: 'jsonb',
    comment:
      'Former values of changed columns that are not read from the record: derived columns, and deleted_at of a restore; NULL: none.',
  },
  run_id: {
    type: 'bigint',
    comment: 'The run that wrote the change; NULL: none, as for a replay of quarantined records.',
  },
}

// Columns without a default are added without a rewrite.

export function up(pgm: MigrationBuilder): void {
  pgm.addColumns(changes, newColumns)
  commentOnSettings(
    pgm,
    'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data; changesDays, the days for which raw.changes is kept.',
  )
}

export function down(pgm: MigrationBuilder): void {
  commentOnSettings(
    pgm,
    'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data.',
  )
  pgm.dropColumns(changes, Object.keys(newColumns))
}

function commentOnSettings(pgm: MigrationBuilder, comment: string): void {
  pgm.sql(`COMMENT ON COLUMN raw.tenants.settings IS '${comment}'`)
}
