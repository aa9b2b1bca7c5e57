import { type Column, type ColumnType, type ResourceName, resourceMap } from 'catalog'

/** A column of a cache table whose value is a field of the record, and its path there, such as `address.zip`. */
export interface TypedColumn {
  readonly name: string
  readonly path: string
  readonly type: ColumnType
}

/** Whether the record is active; a record without the field is. */
export const activeColumn: TypedColumn = { name: 'active', path: 'active', type: 'boolean' }
export const createdOnColumn: TypedColumn = { name: 'created_on', path: 'createdOn', type: 'timestamptz' }
export const modifiedOnColumn: TypedColumn = { name: 'modified_on', path: 'modifiedOn', type: 'timestamptz' }

/** The columns of a resource that are read from its records, without those that every cache table has. */
export function typedColumnsOf(resource: ResourceName): TypedColumn[] {
  return columnsOf(resource).flatMap(([name, column]) =>
    'path' in column ? [{ name, path: column.path, type: column.type }] : [],
  )
}

/** A column whose value comes from other tables. */
export interface DerivedColumn {
  readonly name: string
  readonly type: ColumnType
}

/** The columns of a resource that are derived from other tables, or always NULL. */
export function derivedColumnsOf(resource: ResourceName): DerivedColumn[] {
  return columnsOf(resource).flatMap(([name, column]) =>
    'derivedFrom' in column ? [{ name, type: column.type }] : [],
  )
}

const columnsOf = (resource: ResourceName): [string, Column][] =>
  Object.entries<Column>(resourceMap[resource].columns)
