import type { SelectType } from 'kysely'
import type { DB } from './generated/database-types.ts'

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

/**
 * Columns of a table or view under camelCase names, with the types that pg returns: bigint and numeric are strings,
 * timestamptz is a Date. A column that does not exist, or that a migration renames, does not compile. Computed columns
 * and other names are added with `&`.
 * @example
 * ```ts
 * import type { CamelRow } from 'db-migrations/rows'
 *
 * type Run = CamelRow<'raw.sync_runs', 'run_id' | 'started_at'> & { readonly isOpen: boolean }
 *
 * const { rows } = await client.query<Run>(
 *   `SELECT run_id AS "runId", started_at AS "startedAt", finished_at IS NULL AS "isOpen" FROM raw.sync_runs`,
 * )
 * ```
 */
export type CamelRow<Table extends keyof DB, Columns extends keyof DB[Table] & string> = {
  readonly [Column in Columns as CamelCase<Column>]: SelectType<DB[Table][Column]>
}
