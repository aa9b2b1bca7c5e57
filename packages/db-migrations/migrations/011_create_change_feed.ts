import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTable } from '../src/authoring/v1/cache-table.ts'

const changes = { schema: 'raw', name: 'changes' }
const changePositions = { schema: 'raw', name: 'change_positions' }

export function up(pgm: MigrationBuilder): void {
  createChanges(pgm)
  createChangePositions(pgm)
}

export function down(pgm: MigrationBuilder): void {
  for (const table of [changePositions, changes]) pgm.dropTable(table)
}

const tenantId = { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' }

function createChanges(pgm: MigrationBuilder): void {
  pgm.createTable(
    changes,
    {
      tenant_id: tenantId,
      seq: {
        type: 'bigint',
        notNull: true,
        comment:
          'Number of the change within the tenant: without gaps and in the order of commits, so that following seq misses none.',
      },
      table_name: {
        type: 'text',
        notNull: true,
        comment: 'The cache table in schema raw, such as st_jobs.',
      },
      st_id: {
        type: 'bigint',
        comment: 'The row that changed; NULL for a snapshot, which is about the whole table.',
      },
      op: {
        type: 'text',
        notNull: true,
        check: "op IN ('insert', 'update', 'delete', 'restore', 'snapshot')",
        comment:
          'What happened to the row; delete: it got a tombstone, restore: it lost it. snapshot: the first full sync ended whole, read the table.',
      },
      changed_paths: {
        type: 'text[]',
        notNull: true,
        default: '{}',
        comment: 'JSON paths of full_data that an update changed, such as address.street; else empty.',
      },
      at: { type: 'timestamptz', notNull: true, comment: 'When the page that made the change was written.' },
    },
    {
      comment:
        'The change feed: what changed in the cache tables, for consumers that follow it. Old changes are removed.',
    },
  )
  pgm.addConstraint(changes, 'changes_pkey', 'PRIMARY KEY (tenant_id, seq)')
  pgm.sql(
    `COMMENT ON INDEX raw.changes_pkey IS 'Query: the changes of a tenant after a seq, in order; its oldest changes, to remove them';`,
  )
  secureTable(pgm, changes.name)
}

function createChangePositions(pgm: MigrationBuilder): void {
  pgm.createTable(
    changePositions,
    {
      tenant_id: tenantId,
      last_seq: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment:
          'The greatest seq given. A page takes its numbers here last of all and holds this row until it commits, hence the order of raw.changes.',
      },
      trimmed_seq: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment: 'Changes up to this seq were removed; a consumer that is behind it reads the tables anew.',
      },
      updated_at: { type: 'timestamptz', notNull: true, comment: 'When this row last changed.' },
    },
    { comment: 'Where the change feed of each tenant begins and ends.' },
  )
  pgm.addConstraint(changePositions, 'change_positions_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX raw.change_positions_pkey IS 'Query: where the change feed of a tenant ends';`)
  secureTable(pgm, changePositions.name)
}
