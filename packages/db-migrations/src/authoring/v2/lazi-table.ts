import type { ColumnDefinitions, MigrationBuilder } from 'node-pg-migrate'
import { createCommentedIndex, type IndexDefinition } from '../v1/commented-index.ts'
import { secureTenantTable } from './secure-table.ts'

/** A column as `[type, comment]`, with the expression of a generated column as a third. */
type CommentedColumn = readonly [type: string, comment: string, generatedAs?: string]

export interface LaziTable {
  /** Name in schema `lazi`. */
  readonly name: string
  /** COMMENT ON TABLE: what a row represents. */
  readonly comment: string
  /** Its own columns; all are nullable, so that no row of ServiceTitan's is refused. */
  readonly columns: Readonly<Record<string, CommentedColumn>>
  /**
   * Columns with foreign keys, each with the table in schema `lazi` that they refer to. A column of a large table that
   * refers to a large one needs an index: when a tenant is removed, each deleted row is looked up by it.
   */
  readonly references: Readonly<Record<string, string>>
  /** SQL that is true for a valid record of LAZI's own; ServiceTitan's are not checked. @default none */
  readonly ownRecords?: string
  /** Indexes in addition to the primary key and the one by ServiceTitan's id. */
  readonly indexes: readonly IndexDefinition[]
}

/**
 * Creates `lazi.<name>` with the shared columns and indexes, foreign keys within the tenant, and row-level security:
 * `lazi_reader` sees the rows of the tenant of the setting, `lazi_sync` and `lazi_migrator` see all.
 */
export function createLaziTable(pgm: MigrationBuilder, table: LaziTable): void {
  const target = { schema: 'lazi', name: table.name }
  pgm.createTable(
    target,
    { ...identityColumns, ...commented(table.columns), ...historyColumns },
    { comment: table.comment },
  )
  pgm.addConstraint(target, `${table.name}_pkey`, 'PRIMARY KEY (tenant_id, id)')
  pgm.sql(`COMMENT ON INDEX lazi.${table.name}_pkey IS 'Query: a record by its id';`)
  pgm.createIndex(target, ['tenant_id', 'st_id'], {
    name: `${table.name}_st_id_idx`,
    unique: true,
    where: 'st_id IS NOT NULL',
  })
  pgm.sql(`COMMENT ON INDEX lazi.${table.name}_st_id_idx IS 'Query: a record by ServiceTitan''s id';`)
  for (const [column, parent] of Object.entries(table.references)) {
    pgm.addConstraint(
      target,
      `${table.name}_${column}_fkey`,
      `FOREIGN KEY (tenant_id, ${column}) REFERENCES lazi.${parent} (tenant_id, id)`,
    )
  }
  if (table.ownRecords !== undefined) {
    pgm.addConstraint(
      target,
      `${table.name}_own_check`,
      `CHECK (source = 'servicetitan' OR coalesce(${table.ownRecords}, false))`,
    )
  }
  for (const index of table.indexes) createCommentedIndex(pgm, target, index)
  secureTenantTable(pgm, target)
}

function commented(columns: LaziTable['columns']): ColumnDefinitions {
  return Object.fromEntries(
    Object.entries(columns).map(([name, [type, comment, generatedAs]]) => [
      name,
      { type, comment, ...(generatedAs && { expressionGenerated: generatedAs }) },
    ]),
  )
}

const identityColumns: ColumnDefinitions = {
  tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
  id: {
    type: 'uuid',
    notNull: true,
    comment: "LAZI's id. Of a record from ServiceTitan it is computed from the id there.",
  },
  st_id: { type: 'bigint', comment: "ServiceTitan's id; NULL while the record does not exist there." },
  source: {
    type: 'text',
    notNull: true,
    check: "source IN ('servicetitan', 'lazi')",
    comment: 'Where the record was created: servicetitan or lazi. It never changes.',
  },
  version: {
    type: 'bigint',
    notNull: true,
    default: 1,
    comment: 'Rises with each change of the record.',
  },
  active: { type: 'boolean', notNull: true, comment: 'False for deactivated records, which stay.' },
}

const historyColumns: ColumnDefinitions = {
  created_at: {
    type: 'timestamptz',
    comment: 'When the record was created; of one from ServiceTitan, when it was created there.',
  },
  created_by: { type: 'text', comment: 'Who created it, as kind:id, or servicetitan.' },
  updated_at: { type: 'timestamptz', comment: 'When this row last changed.' },
  updated_by: { type: 'text', comment: 'Who changed it last, as kind:id, or servicetitan.' },
  st_modified_on: {
    type: 'timestamptz',
    comment: 'When ServiceTitan last changed the version that was merged last (API: modifiedOn).',
  },
  deleted_at: { type: 'timestamptz', comment: 'When the record was found deleted; NULL while it exists.' },
}
