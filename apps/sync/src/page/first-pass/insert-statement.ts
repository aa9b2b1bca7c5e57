import type { ColumnType } from 'catalog'
import type { CacheTable, Column } from '../../cache/cache-table.ts'
import { derivedFrom } from '../../cache/derived-values.ts'
import { typedColumns } from '../../cache/typed-columns.ts'
import { joinDerived, rowColumns } from '../sql/row-columns.ts'
import { sentAs } from './row-encoder.ts'

/** One row, what the statement returns for a table from which others derive values; for any other it returns none. */
export interface InsertOutcome {
  readonly inserted: number
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
}

export interface InsertOptions {
  /** Whether other tables have rows of this tenant from which values are derived. */
  readonly hasSources: boolean
  /** Whether there are records to leave out. */
  readonly leavesOut: boolean
}

/**
 * The statement that inserts the rows of a first sync's page, whose typed columns were read already: the server only
 * parses each record. The arrays are unnested in parallel in the select list, which buffers nothing: in FROM each
 * would be written to a tuplestore first. Records are texts until their row is made: read with the array, what
 * reading each leaves behind would stay in memory until the last one. What is not needed is not in the statement, since
 * every step of its plan hands on all columns of every row. A transaction that writes the table has locked its row of `raw.sync_state`.
 *
 * Parameters: `$1` tenant, `$2` ids, `$3` now, `$4` hashes; `$5` ordinals (from 1 on) of records to leave out, if there
 * are any; the columns of `typedColumns` as `sentAs` says, and the records: the largest comes last, for each parameter
 * after it would have its message copied.
 */
export function buildInsertStatement(table: CacheTable, { hasSources, leavesOut }: InsertOptions): string {
  const columns = typedColumns(table)
  const firstColumn = leavesOut ? 6 : 5
  const read = (column: Column) => `incoming.${column.name}${casts[column.type] ?? ''}`
  const target = rowColumns(table, read, { record: 'record::jsonb', isDerived: hasSources })
  const names = target.map(({ name }) => name)
  const sent = [
    'unnest($2::bigint[]) AS st_id',
    'unnest($4::bytea[]) AS content_hash',
    ...columns.map(
      ({ name, type }, index) => `unnest($${index + firstColumn}::${sentAs(type)}[]) AS ${name}`,
    ),
    `unnest($${firstColumn + columns.length}::text[]) AS record`,
    ...(leavesOut ? ['generate_subscripts($2::bigint[], 1) AS ord'] : []),
  ]
  const parents = derivedFrom(table.name).map(({ by }) => by)
  const insert = `
INSERT INTO raw.${table.name} (tenant_id, st_id, ${names.join(', ')})
SELECT $1, st_id, ${target.map(({ sql }) => sql).join(', ')}
  FROM (SELECT ${sent.join(', ')}) AS incoming${hasSources ? joinDerived(table, read) : ''}
 ${leavesOut ? 'WHERE ord <> ALL ($5::bigint[])' : ''}`
  if (parents.length === 0) return insert
  return `
WITH inserted AS (${insert}
RETURNING ${['st_id', ...new Set(parents)].join(', ')})
SELECT (SELECT count(*)::integer FROM inserted) AS inserted,
       ARRAY[${parents.map(keysOf).join(', ')}]::json[] AS parents`
}

const keysOf = (column: string) =>
  `(SELECT coalesce(json_agg(DISTINCT ${column}::text), '[]') FROM inserted WHERE ${column} IS NOT NULL)`

/** Of the types that are sent as text. */
const casts: Partial<Record<ColumnType, string>> = {
  numeric: '::numeric',
  amount: '::numeric',
  date: '::date',
  jsonb: '::jsonb',
  'bigint[]': '::bigint[]',
  'text[]': '::text[]',
}
