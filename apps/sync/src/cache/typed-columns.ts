import { activeColumn, createdOnColumn, modifiedOnColumn } from 'records'
import type { CacheTable, Column } from './cache-table.ts'

/** The columns whose values are fields of the record; the shared columns first. */
export function typedColumns(table: CacheTable): readonly Column[] {
  return [activeColumn, createdOnColumn, modifiedOnColumn, ...table.columns]
}
