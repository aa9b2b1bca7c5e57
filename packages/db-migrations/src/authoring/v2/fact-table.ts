import type { MigrationBuilder } from 'node-pg-migrate'
import { createCommentedIndex, type IndexDefinition } from '../v1/commented-index.ts'
import { secureTenantTable } from './secure-table.ts'

/** A table of schema `analytics`: one row, or several, for each record. */
export interface FactTable {
  readonly name: string
  readonly comment: string
  /** The id of the record that a row is about. */
  readonly key: string
  /** The columns that differ between the rows of one record. @default one row per record */
  readonly parts?: readonly string[]
  /** The table or view in schema lazi with the records. */
  readonly of: string
  /** Name, type and comment of each column; all but `optional` ones are NOT NULL. */
  readonly columns: Readonly<Record<string, readonly [type: string, comment: string]>>
  readonly optional: readonly string[]
  readonly indexes: readonly IndexDefinition[]
}

/** The comment of a column with an id that is never NULL. */
export const orNone = (what: string): string => `${what}; the nil UUID: none.`

/** Creates `analytics.<name>` with row-level security: `lazi_reader` sees the rows of the tenant of the setting. */
export function createFactTable(
  pgm: MigrationBuilder,
  { name, comment, key, parts = [], of, columns, optional, indexes }: FactTable,
): void {
  const target = { schema: 'analytics', name }
  const own = Object.entries(columns).map(([column, [type, about]]) => [
    column,
    { type, comment: about, notNull: !optional.includes(column) },
  ])
  pgm.createTable(
    target,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' },
      [key]: { type: 'uuid', notNull: true, comment: `The record in lazi.${of}.` },
      ...Object.fromEntries(own),
    },
    { comment },
  )
  pgm.addConstraint(target, `${name}_pkey`, `PRIMARY KEY (${['tenant_id', key, ...parts].join(', ')})`)
  pgm.sql(`COMMENT ON INDEX analytics.${name}_pkey IS 'Query: the fact of a record';`)
  for (const index of indexes) createCommentedIndex(pgm, target, index)
  secureTenantTable(pgm, target)
}
