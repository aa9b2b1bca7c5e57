import { activeColumn, createdOnColumn } from 'records'
import type { CacheTable, Column } from '../../cache/cache-table.ts'
import { derivedIn } from '../../cache/derived-values.ts'

/** A column of a new row and its SQL. */
interface RowColumn {
  readonly name: string
  readonly sql: string
}

interface RowOptions {
  /** SQL of the record as jsonb. @default 'd' */
  readonly record?: string
  /**
   * False: there are no rows to derive values from, so derived columns stay NULL, and the records already contain the
   * derived fields, empty. @default true
   */
  readonly isDerived?: boolean
}

/**
 * The columns of a row without its key. The SQL reads `incoming` (`st_id`, `modified_on`, `content_hash`, and the
 * record) and the joins of `joinDerived`; `$3` is the time.
 * @param read SQL that reads a typed column
 */
export function rowColumns(
  table: CacheTable,
  read: (column: Column) => string,
  { record = 'd', isDerived = true }: RowOptions = {},
): RowColumn[] {
  const derived = isDerived ? derivedIn(table.name) : []
  const fields = derived.flatMap(({ fields }) => Object.entries(fields))
  const added = fields.map(([field, column]) => ` || jsonb_build_object('${field}', ${column})`).join('')
  return [
    { name: 'active', sql: `coalesce(${read(activeColumn)}, true)` },
    { name: 'created_on', sql: read(createdOnColumn) },
    { name: 'modified_on', sql: 'incoming.modified_on' },
    ...table.columns.map((column) => ({ name: column.name, sql: read(column) })),
    ...(isDerived ? derivedColumns(table) : []).map((name) => ({ name, sql: name })),
    { name: 'full_data', sql: `${record}${added}` },
    { name: 'content_hash', sql: 'incoming.content_hash' },
    { name: 'synced_at', sql: '$3::timestamptz' },
    { name: 'created_at', sql: '$3::timestamptz' },
    { name: 'updated_at', sql: '$3::timestamptz' },
  ]
}

export const derivedColumns = (table: CacheTable): string[] =>
  derivedIn(table.name).flatMap(({ columns }) => columns)

/** SQL that joins the derived values of each row of `incoming`. */
export function joinDerived(table: CacheTable, read: (column: Column) => string): string {
  const joins = derivedIn(table.name).map(({ key, query }, index) => {
    const column = table.columns.find(({ name }) => name === key)
    const value = column ? read(column) : 'incoming.st_id'
    return `\n    CROSS JOIN LATERAL (${query.replaceAll('$key', value)}) AS derived_${index}`
  })
  return joins.join('')
}
