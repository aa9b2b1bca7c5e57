import type { CacheTable, Column } from './cache-table.ts'

/** Whether the record is in use; a record that does not say is. */
export const activeColumn: Column = { name: 'active', path: 'active', type: 'boolean' }
export const createdOnColumn: Column = { name: 'created_on', path: 'createdOn', type: 'timestamptz' }
export const modifiedOnColumn: Column = { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' }

/** The columns that read a field of the record, those that all cache tables share first. */
export function typedColumns(table: CacheTable): readonly Column[] {
  return [activeColumn, createdOnColumn, modifiedOnColumn, ...table.columns]
}
