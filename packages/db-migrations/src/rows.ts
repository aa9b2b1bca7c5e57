import type { SelectType } from 'kysely'
import type { DB } from './generated/database-types.ts'

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

/**
 * Columns of a table or view as a query returns them under names in camelCase, with the types that pg gives them:
 * bigint and numeric are text, timestamptz is a Date. A column that does not exist, or that a migration renames, does
 * not compile. What a statement computes or names otherwise is added with `&`.
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
