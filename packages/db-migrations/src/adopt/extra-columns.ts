import pg from 'pg'
import type { FoundTable } from './inspect.ts'
import { expectedColumns, requiredColumns } from './old-columns.ts'
import { adoptedTables } from './old-tables.ts'
import { withoutLength } from './old-value.ts'

// Adoption keeps columns that the new schema has no place for. Their values go to raw.adopted_columns, which a later
// migration creates: until then they are entries of the quarantine, from where that migration moves them. So they are
// safe in the transaction that converts their table, whichever program applies the later migrations.

/** A column of an old table that is not converted; its values are kept as they are. */
export interface ExtraColumn {
  readonly name: string
  readonly type: string
  /** What the new column of that name is converted from; undefined: there is no such column. */
  readonly expected?: string
  /** Whether its values are kept as PostgreSQL writes them in text, since they are no JSON values. */
  readonly asText: boolean
}

/** The columns of an old table, by what becomes of them. */
export interface SortedColumns {
  /** Types of the columns that are converted, by name. */
  readonly types: Readonly<Record<string, string>>
  readonly extra: readonly ExtraColumn[]
  /** Columns of a sensitive field, which are not stored, as in the sync. */
  readonly excluded: readonly string[]
}

/** Sorts the columns of an old table. */
export function sortColumns({ name, columns }: Pick<FoundTable, 'name' | 'columns'>): SortedColumns {
  const expected = expectedColumns(name)
  const required = requiredColumns(name)
  const types: Record<string, string> = {}
  const extra: ExtraColumn[] = []
  const excluded: string[] = []
  for (const [column, type] of Object.entries(columns)) {
    const check = Object.hasOwn(expected, column) ? expected[column] : undefined
    const expectedType = check?.(type)
    if (check && (expectedType === undefined || required.includes(column))) types[column] = type
    else if (isSensitive(name, column)) excluded.push(column)
    else {
      const why = expectedType === undefined ? {} : { expected: expectedType }
      extra.push({
        name: column,
        type,
        ...why,
        asText: !jsonTypes.has(withoutLength(type).replace(/\[\]$/, '')),
      })
    }
  }
  return { types, extra, excluded }
}

/** Types whose values JSON has, or writes unambiguously. A `json` can contain what jsonb rejects. */
const jsonTypes: ReadonlySet<string> = new Set([
  'character varying',
  'character',
  'text',
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'date',
  'timestamp without time zone',
  'timestamp with time zone',
  'uuid',
  'jsonb',
])

/** Whether a column is named like a field that the sync excludes: `hourly_rate` for `hourlyRate`. */
function isSensitive(tableName: string, column: string): boolean {
  const fields = adoptedTables.find(({ name }) => name === tableName)?.droppedFields ?? []
  return fields.some((field) => {
    const name = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    return column === name || column.startsWith(`${name}_`)
  })
}

/** SQL of a column of the old row `o` as a value that jsonb has. */
const valueSql = ({ name, asText }: Pick<ExtraColumn, 'name' | 'asText'>) =>
  `o.${pg.escapeIdentifier(name)}${asText ? '::text' : ''}`

/** SQL condition: the old row `o` has a value in the column. */
export const hasValue = ({ name }: ExtraColumn): string =>
  `o.${pg.escapeIdentifier(name)} IS DISTINCT FROM NULL`

/** SQL of the old row `o` as jsonb, without its own id and sensitive columns. */
export function oldRow({
  types,
  extra,
}: {
  types: ReadonlyMap<string, string>
  extra: readonly ExtraColumn[]
}): string {
  const converted = [...types.keys()].map((name) => ({ name, asText: false }))
  const columns = [...converted, ...extra]
    .filter(({ name }) => name !== 'id')
    .map((column) => `${valueSql(column)} AS ${pg.escapeIdentifier(column.name)}`)
  return `(SELECT to_jsonb(r) FROM (SELECT ${columns.join(', ')}) AS r)`
}

/** SQL of the extra columns of the old row `o` that have a value, as a JSON object. */
export function extraValues(extra: readonly ExtraColumn[]): string {
  const members = extra.map(
    (column) =>
      `CASE WHEN ${hasValue(column)} THEN jsonb_build_object(${pg.escapeLiteral(column.name)}, ${valueSql(column)}) ELSE '{}' END`,
  )
  return members.join('\n         || ')
}

/**
 * SQL of the common table expression `extra`, which keeps the extra values: entries (tenant, st_id, values) of `query`.
 * Migration 029 moves them, and identifies them by this key and text.
 */
export function keptValues(tableName: string, query: string): string {
  return `
extra AS (
  INSERT INTO raw.quarantine (tenant_id, table_name, record_key, payload, error, first_seen_at, last_seen_at)
  SELECT tenant, '${tableName}', 'adopted_columns/' || st_id, values::json,
         'columns without a place in the schema; kept when the database was adopted', $1::timestamptz, $1::timestamptz
    FROM (${query}) AS e (tenant, st_id, values)
)`
}
