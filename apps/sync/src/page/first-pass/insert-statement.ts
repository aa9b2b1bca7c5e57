import type { ColumnType } from 'catalog'
import type { CacheTable, Column } from '../../cache/cache-table.ts'
import { derivedFrom } from '../../cache/derived-values.ts'
import { typedColumns } from '../../cache/typed-columns.ts'
import { joinDerived, rowColumns } from '../sql/row-columns.ts'
import { sentAs } from './row-encoder.ts'

/** The single row that the statement returns. */
export interface InsertOutcome {
  readonly inserted: number
  /** For each of `derivedFrom(table)`: keys of the rows to derive again. */
  readonly parents: readonly (readonly string[])[]
}

export interface InsertOptions {
  /** Whether the tenant has rows in other tables from which values of this table are derived. */
  readonly hasSources: boolean
  /** Whether there are records to leave out. */
  readonly leavesOut: boolean
}

/**
 * The statement that inserts the rows of a first sync's page, whose typed columns are encoded: the server only parses
 * each record. The arrays are unnested in parallel in the select list, which buffers nothing: in FROM, PostgreSQL would
 * write each to a tuplestore first. Records are sent as text and parsed row by row: elements of a jsonb array would be
 * parsed with the array, and their memory released only at its end. The statement omits columns that are not needed,
 * since every step of its plan passes on all columns of every row. The transaction must have locked the table's row of
 * `raw.sync_state`.
 *
 * Parameters: `$1` tenant, `$2` ids, `$3` now, `$4` hashes; `$5` ordinals (from 1 on) of records to leave out, if there
 * are any; the columns of `typedColumns` in the types of `sentAs`; and the records, the largest parameter, last,
 * because each parameter after it would cause a copy of the message.
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
  return `
WITH inserted AS (
INSERT INTO raw.${table.name} (tenant_id, st_id, ${names.join(', ')})
SELECT $1, st_id, ${target.map(({ sql }) => sql).join(', ')}
  FROM (SELECT ${sent.join(', ')}) AS incoming${hasSources ? joinDerived(table, read) : ''}
 ${leavesOut ? 'WHERE ord <> ALL ($5::bigint[])' : ''}
RETURNING ${['st_id', ...new Set(parents)].join(', ')})
SELECT (SELECT count(*)::integer FROM inserted) AS inserted,
       ARRAY[${parents.map(keysOf).join(', ')}]::json[] AS parents`
}

const keysOf = (column: string) =>
  `(SELECT coalesce(json_agg(DISTINCT ${column}::text), '[]') FROM inserted WHERE ${column} IS NOT NULL)`

/** Casts of the types that are sent as text. */
const casts: Partial<Record<ColumnType, string>> = {
  numeric: '::numeric',
  amount: '::numeric',
  date: '::date',
  jsonb: '::jsonb',
  'bigint[]': '::bigint[]',
  'text[]': '::text[]',
}
