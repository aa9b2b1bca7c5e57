import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTenantTable } from '../src/authoring/v2/secure-table.ts'

const erased = { schema: 'raw', name: 'erased' }

export function up(pgm: MigrationBuilder): void {
  pgm.createTable(
    erased,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      table_name: { type: 'text', notNull: true, comment: 'The cache table, such as st_customers.' },
      st_id: { type: 'bigint', notNull: true, comment: "ServiceTitan's id of the record." },
      active: {
        type: 'boolean',
        notNull: true,
        comment: 'Whether the record is active in ServiceTitan, as last received.',
      },
      modified_on: {
        type: 'timestamptz',
        comment: 'When it was last modified in ServiceTitan, as last received: verify counts it there.',
      },
      requested_at: { type: 'timestamptz', notNull: true, comment: 'When its erasure was requested.' },
      emptied_at: { type: 'timestamptz', comment: 'When its stored values were removed; NULL: not yet.' },
    },
    {
      comment:
        'Records about persons who were erased. The sync skips them, so that ServiceTitan, which cannot delete them, does not bring them back.',
    },
  )
  pgm.addConstraint(erased, 'erased_pkey', 'PRIMARY KEY (tenant_id, table_name, st_id)')
  pgm.sql(
    `COMMENT ON INDEX raw.erased_pkey IS 'Query: the erased records of a table; is this record erased?';`,
  )
  pgm.createIndex(erased, ['tenant_id', 'table_name', 'st_id'], {
    name: 'erased_open_idx',
    where: 'emptied_at IS NULL',
  })
  pgm.sql(`COMMENT ON INDEX raw.erased_open_idx IS 'Query: the records that an erasure has not emptied yet';`)
  secureTenantTable(pgm, erased)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(erased)
}
