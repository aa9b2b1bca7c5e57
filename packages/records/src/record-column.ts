import type { RecordTable, View } from './table.ts'

/** The columns that every record has, by the column of the cache table that has the same. */
const shared: Readonly<Record<string, string>> = {
  st_id: 'id',
  active: 'active',
  created_on: 'created_at',
  modified_on: 'st_modified_on',
  deleted_at: 'deleted_at',
}

/**
 * The column of LAZI's record that has what a column of the cache table has; of an id, LAZI's.
 * @param table a table or a view
 * @returns undefined when the record does not have it
 * @example
 * recordColumnOf(jobs, 'job_number') // 'number'
 */
export function recordColumnOf(table: RecordTable | View, column: string): string | undefined {
  const common = shared[column]
  if (common !== undefined) return common
  if ('fields' in table) {
    const found = Object.entries(table.fields).find(
      ([, field]) => 'from' in field && 'column' in field.from && field.from.column === column,
    )
    return found?.[0]
  }
  return table.renamed[column] ?? column
}
