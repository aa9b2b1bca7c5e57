import type { CacheTable, Column } from './cache-table.ts'

/** Whether the record is active; a record without the field is. */
export const activeColumn: Column = { name: 'active', path: 'active', type: 'boolean' }
export const createdOnColumn: Column = { name: 'created_on', path: 'createdOn', type: 'timestamptz' }
export const modifiedOnColumn: Column = { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' }

/** The columns whose values are fields of the record; the shared columns first. */
export function typedColumns(table: CacheTable): readonly Column[] {
  return [activeColumn, createdOnColumn, modifiedOnColumn, ...table.columns]
}
