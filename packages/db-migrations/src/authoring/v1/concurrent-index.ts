import type { MigrationBuilder } from 'node-pg-migrate'
import type { IndexDefinition } from './commented-index.ts'
import { assertName, quoteLiteral, quoteTable, type TableName } from './sql-text.ts'

export interface ConcurrentIndexDefinition extends IndexDefinition {
  /** @default false */
  readonly unique?: boolean
}

/**
 * Creates an index while the table is written to, and a COMMENT that names the query it serves.
 *
 * The migration runs outside a transaction. Killed anywhere, the next run waits for a build that goes on,
 * drops an index that was left invalid, keeps one that is whole, and refuses another index of that name.
 * @throws {TypeError} when the name is longer than PostgreSQL keeps.
 */
export function addIndexConcurrently(
  pgm: MigrationBuilder,
  table: TableName,
  { name, columns, method, include, where, unique, query }: ConcurrentIndexDefinition,
): void {
  pgm.noTransaction()
  pgm.createIndex(table, [...columns], {
    name: assertName(name),
    concurrently: true,
    ...(unique && { unique }),
    ...(method && { method }),
    ...(include && { include: [...include] }),
    ...(where && { where }),
  })
  const index = quoteTable({ schema: table.schema, name })
  pgm.sql(`COMMENT ON INDEX ${index} IS ${quoteLiteral(`Query: ${query}`)};`)
}

/** Drops an index while the table is read and written. The migration runs outside a transaction. */
export function dropIndexConcurrently(pgm: MigrationBuilder, { schema }: TableName, name: string): void {
  pgm.noTransaction()
  pgm.sql(`DROP INDEX CONCURRENTLY ${quoteTable({ schema, name })};`)
}
