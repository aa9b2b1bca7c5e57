import type { FoundTable } from './inspect.ts'
import { expectedColumns, keyColumns, requiredColumns } from './old-columns.ts'
import { adoptedTables, columnType, rowColumns, syncState } from './old-tables.ts'

/**
 * What prevents converting a table of the hand-run scripts, one line each; empty if it can be converted. Other columns
 * prevent nothing: their values are kept.
 */
export function compareTable(table: FoundTable): string[] {
  const at = `raw.${table.name}`
  if (hasNewSchema(table)) return [`${at} has the new schema already, but no migration is recorded for it`]
  const expected = expectedColumns(table.name)
  const key = keyColumns(table.name)
  const required = requiredColumns(table.name)
  const lines = required.filter((name) => !(name in table.columns)).map((name) => `${at}.${name}: missing`)
  for (const [name, type] of Object.entries(table.columns)) {
    const expectedType = required.includes(name) ? expected[name]?.(type) : undefined
    if (expectedType !== undefined) lines.push(`${at}.${name}: is ${type}, expected ${expectedType}`)
  }
  if (table.primaryKey.join() !== 'id') {
    lines.push(`${at}: primary key is (${table.primaryKey.join(', ')}), expected (id)`)
  }
  if (!table.unique.some((columns) => columns.join() === key.toSorted().join())) {
    lines.push(`${at}: UNIQUE (${key.join(', ')}) is missing`)
  }
  return lines
}

/** Whether a table has the columns that its migration creates; generated columns are ignored. */
export function hasNewSchema({ name, columns }: FoundTable): boolean {
  const adopted = adoptedTables.find((table) => table.name === name)
  if (!adopted) return name === syncState.name && 'cursor' in columns && !('id' in columns)
  const expected = {
    ...rowColumns,
    ...Object.fromEntries(adopted.columns.map((column) => [column.name, columnType(column.reader)])),
  }
  return Object.entries(expected).every(([column, type]) => columns[column] === type)
}
