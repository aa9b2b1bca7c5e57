import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTable } from '../src/authoring/v2/cache-table.ts'

const adoptedColumns = { schema: 'raw', name: 'adopted_columns' }

// `adopt` runs before this migration and keeps the values in the quarantine, where the way back leaves them too.
const marker = 'columns without a place in the schema; kept when the database was adopted'
const prefix = 'adopted_columns/'

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    adoptedColumns,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      table_name: {
        type: 'text',
        notNull: true,
        comment: 'The table in schema raw whose old form had the columns, such as st_technicians.',
      },
      st_id: {
        type: 'bigint',
        notNull: true,
        comment: 'The row of that table; 0 for sync_state, whose values are by table name.',
      },
      values: {
        type: 'jsonb',
        notNull: true,
        comment: 'The values by the name of the old column, without those that were NULL.',
      },
    },
    {
      comment:
        'Values of columns that the tables of hand-run scripts had and the schema has not, kept when the database was adopted. Nothing updates them.',
    },
  )
  pgm.addConstraint(adoptedColumns, 'adopted_columns_pkey', 'PRIMARY KEY (tenant_id, table_name, st_id)')
  pgm.sql(
    `COMMENT ON INDEX raw.adopted_columns_pkey IS 'Query: the kept values of a row; the rows of a table that have kept values';`,
  )
  secureTable(pgm, adoptedColumns.name)
  // What the columns contain is unknown, so a reader sees which rows have them, as with the quarantine's payloads.
  pgm.sql('REVOKE SELECT ON raw.adopted_columns FROM lazi_reader;')
  pgm.sql('GRANT SELECT (tenant_id, table_name, st_id) ON raw.adopted_columns TO lazi_reader;')
  pgm.sql(`
WITH moved AS (
  DELETE FROM raw.quarantine WHERE error = '${marker}' AND record_key ~ '^${prefix}-?[0-9]+$'
  RETURNING tenant_id, table_name, record_key, payload)
INSERT INTO raw.adopted_columns (tenant_id, table_name, st_id, values)
SELECT tenant_id, table_name, substr(record_key, ${prefix.length + 1})::bigint, payload::jsonb FROM moved;`)
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql(`
INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
SELECT tenant_id, table_name, '${prefix}' || st_id, values::json, '${marker}', now(), now() FROM raw.adopted_columns;`)
  pgm.dropTable(adoptedColumns)
}
