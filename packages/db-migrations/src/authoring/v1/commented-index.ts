import type { IndexColumn, MigrationBuilder } from 'node-pg-migrate'
import { quoteLiteral, type TableName } from './sql-text.ts'

export interface IndexDefinition {
  readonly name: string
  readonly columns: readonly (string | IndexColumn)[]
  readonly method?: 'btree' | 'gin'
  readonly include?: readonly string[]
  /** The predicate of a partial index. */
  readonly where?: string
  /** The question this index answers; an index without one does not exist here. */
  readonly query: string
}

/** Creates an index whose COMMENT names the query that it serves. */
export function createCommentedIndex(
  pgm: MigrationBuilder,
  table: TableName,
  { name, columns, method, include, where, query }: IndexDefinition,
): void {
  pgm.createIndex(table, [...columns], {
    name,
    ...(method && { method }),
    ...(include && { include: [...include] }),
    ...(where && { where }),
  })
  pgm.sql(`COMMENT ON INDEX ${table.schema}.${name} IS ${quoteLiteral(`Query: ${query}`)};`)
}
