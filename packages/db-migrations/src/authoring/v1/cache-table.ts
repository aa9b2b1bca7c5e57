import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate'
import { createCommentedIndex, type IndexDefinition } from './commented-index.ts'

/**
 * A column as `[type, comment]`, with the expression of a generated column as a third. The comment says what it is,
 * its unit, and the API field it comes from.
 */
type CommentedColumn = readonly [type: string, comment: string, generatedAs?: string]

export interface CacheTable {
  /** Name in schema `raw`, `st_<resource>`. */
  readonly name: string
  /** What one row is, for COMMENT ON TABLE. */
  readonly comment: string
  /** The resource's own columns; all are nullable, so that no record is rejected. */
  readonly columns: Readonly<Record<string, CommentedColumn>>
  /** Indexes beside the primary key and the two that every cache table has. */
  readonly indexes: readonly IndexDefinition[]
  /** Whether to secure the table with {@link secureTable}; the tables made before 010 got it there. @default false */
  readonly secured?: boolean
}

/**
 * Creates `raw.<name>` with the columns and indexes that every cache table shares.
 *
 * The primary key carries `content_hash`, so that a page of unchanged records is recognised by an
 * index-only scan. `full_data` has the only index that does not lead with `tenant_id`: GIN has no such
 * order, and putting the tenant into it would need an extension.
 */
export function createCacheTable(pgm: MigrationBuilder, table: CacheTable): void {
  const target = { schema: 'raw', name: table.name }
  pgm.createTable(
    target,
    { ...identityColumns, ...commented(table.columns), ...recordColumns, ...rowColumns(pgm) },
    { comment: table.comment },
  )
  pgm.addConstraint(target, `${table.name}_pkey`, 'PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash)')
  pgm.sql(
    `COMMENT ON INDEX raw.${table.name}_pkey IS 'Query: a record by its id; is this record unchanged?';`,
  )

  const shared: readonly IndexDefinition[] = [
    {
      name: `${table.name}_modified_idx`,
      columns: ['tenant_id', 'modified_on', 'st_id'],
      query: 'records changed since a moment, in order, page by page',
    },
    {
      name: `${table.name}_full_data_idx`,
      method: 'gin',
      columns: [{ name: 'full_data', opclass: { name: 'jsonb_path_ops' } }],
      query: 'records whose full_data contains a JSON fragment (@>)',
    },
  ]
  for (const index of [...table.indexes, ...shared]) createCommentedIndex(pgm, target, index)
  if (table.secured) secureTable(pgm, table.name)
}

/** Drops what {@link createCacheTable} made: its indexes and comments go with it. */
export function dropCacheTable(pgm: MigrationBuilder, name: string): void {
  pgm.dropTable({ schema: 'raw', name })
}

/**
 * Gives `raw.<name>` to `lazi_migrator` and turns on its row-level security, for the owner too: `lazi_reader` sees
 * the rows of the tenant in the setting `lazi.tenant_id`, and without a setting none.
 *
 * The setting is read in a sub-select, once a statement: a statement cannot change tenants half-way, and the
 * result is compared inside the index.
 */
export function secureTable(pgm: MigrationBuilder, name: string): void {
  const target = { schema: 'raw', name }
  pgm.sql(`ALTER TABLE raw.${name} OWNER TO lazi_migrator;`)
  pgm.sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON raw.${name} TO lazi_sync;`)
  pgm.sql(`GRANT SELECT ON raw.${name} TO lazi_reader;`)
  pgm.alterTable(target, { levelSecurity: 'ENABLE' })
  pgm.alterTable(target, { levelSecurity: 'FORCE' })
  pgm.createPolicy(target, 'all_tenants', {
    command: 'ALL',
    role: ['lazi_migrator', 'lazi_sync'],
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(target, 'one_tenant', {
    command: 'SELECT',
    role: 'lazi_reader',
    using: `tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`,
  })
}

/** Undoes {@link secureTable}; the table goes to the role that migrates. */
export function unsecureTable(pgm: MigrationBuilder, name: string): void {
  const target = { schema: 'raw', name }
  pgm.dropPolicy(target, 'one_tenant')
  pgm.dropPolicy(target, 'all_tenants')
  pgm.alterTable(target, { levelSecurity: 'NO FORCE' })
  pgm.alterTable(target, { levelSecurity: 'DISABLE' })
  pgm.sql(`REVOKE ALL ON raw.${name} FROM lazi_sync, lazi_reader;`)
  pgm.sql(`ALTER TABLE raw.${name} OWNER TO CURRENT_USER;`)
}

function commented(columns: CacheTable['columns']): ColumnDefinitions {
  return Object.fromEntries(
    Object.entries(columns).map(([name, [type, comment, generatedAs]]) => [
      name,
      { type, comment, ...(generatedAs && { expressionGenerated: generatedAs }) },
    ]),
  )
}

const identityColumns: ColumnDefinitions = {
  tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
  st_id: {
    type: 'bigint',
    notNull: true,
    comment: "ServiceTitan's id, unique within the tenant only (API: id).",
  },
  active: {
    type: 'boolean',
    notNull: true,
    comment:
      'False for deactivated and merged records, which stay; true where the API sends no such field (API: active).',
  },
}

const recordColumns: ColumnDefinitions = {
  created_on: { type: 'timestamptz', comment: 'When ServiceTitan created the record (API: createdOn).' },
  modified_on: {
    type: 'timestamptz',
    comment:
      'When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).',
  },
  full_data: {
    type: 'jsonb',
    notNull: true,
    comment: 'The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.',
  },
  content_hash: {
    type: 'bytea',
    notNull: true,
    comment:
      'Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.',
  },
}

function rowColumns(pgm: MigrationBuilder): ColumnDefinitions {
  const now = pgm.func('now()')
  return {
    synced_at: {
      type: 'timestamptz',
      notNull: true,
      comment: 'When this version was written; an unchanged record does not touch it.',
    },
    created_at: {
      type: 'timestamptz',
      notNull: true,
      default: now,
      comment: 'When this row was first written.',
    },
    updated_at: {
      type: 'timestamptz',
      notNull: true,
      default: now,
      comment: 'When this row last changed, by its own record or by a derived value.',
    },
    deleted_at: {
      type: 'timestamptz',
      comment: 'The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.',
    },
  }
}
