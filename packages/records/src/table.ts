import type { ResourceName } from 'catalog'

/** Where a value is read from: a column of the cache table, or a JSON path of `full_data` that no column has. */
export type Source =
  | { readonly column: string }
  | { readonly path: string; readonly type: 'text' | 'bigint' | 'jsonb' }

/** How a field of a record is made from a row of the cache table. */
export type Field =
  /** The value as it is. */
  | { readonly kind: 'value'; readonly from: Source }
  /** The id of the record that ServiceTitan refers to by an id; NULL until that record exists. */
  | { readonly kind: 'record'; readonly of: string; readonly from: Source }
  /** The ids of the records that ServiceTitan refers to by an array of ids; without those that do not exist. */
  | { readonly kind: 'records'; readonly of: string; readonly from: Source }
  /** The computed id of a row of a view, see {@link View}. */
  | { readonly kind: 'viewed'; readonly of: string; readonly from: Source }
  /** The custom fields: an object of their values by the id of their type. */
  | { readonly kind: 'customFields' }
  /** A copy of a field of the record to which another field refers. */
  | { readonly kind: 'copy'; readonly through: string; readonly field: string }
  /** Whether this row and the record to which a field refers both exist, and that record is not canceled. */
  | { readonly kind: 'live'; readonly through: string }

/** A table of schema `lazi`, filled from one resource. */
export interface RecordTable {
  /** The table, such as `jobs`. */
  readonly name: string
  readonly resource: ResourceName
  /** The tables that change sides together with it. */
  readonly domain: 'customers' | 'jobs' | 'people' | 'reference'
  /** Its own fields by column, in the order of the table. */
  readonly fields: Readonly<Record<string, Field>>
  /** Columns that only LAZI fills, with their kinds: a projection leaves them as they are. @default none */
  readonly own?: Readonly<Record<string, 'uuid' | 'text' | 'boolean' | 'instant'>>
  /** Those of them that say why it has a status: without it, ServiceTitan has taken it back. @default none */
  readonly reasons?: { readonly status: string; readonly columns: readonly string[] }
}

/** A view of schema `lazi` over a cache table, with computed ids. */
export interface View {
  readonly name: string
  readonly resource: ResourceName
  /** The tables that change sides together with it; null: LAZI has no model of it, it stays ServiceTitan's. */
  readonly domain: 'accounting' | null
  /** Its columns with ids of records, each with the table and the column of the cache table. */
  readonly references: Readonly<Record<string, { readonly of: string; readonly column: string }>>
  /** Its columns with computed ids of rows of views, each with the view. The cache table has a column of that name. */
  readonly viewed: Readonly<Record<string, string>>
  /** The columns that have another name than in the cache table, by their name there. */
  readonly renamed: Readonly<Record<string, string>>
}

/** Preserves the literal types of a table. */
export function defineTable<const T extends RecordTable>(table: T): T {
  return table
}

/** A field with the value of a column. */
export const column = (name: string) => ({ kind: 'value', from: { column: name } }) as const

/** A field with the value at a JSON path of the record. */
export const path = (name: string, type: 'text' | 'jsonb' = 'text') =>
  ({ kind: 'value', from: { path: name, type } }) as const

/** A field with the id of a record. @param name the column with ServiceTitan's id */
export const record = (of: string, name: string) => ({ kind: 'record', of, from: { column: name } }) as const

/** A field with the id of a record, by ServiceTitan's id at a JSON path. */
export const recordAt = (of: string, name: string) =>
  ({ kind: 'record', of, from: { path: name, type: 'bigint' } }) as const

/** A field with the ids of records. @param name the column with ServiceTitan's ids */
export const records = (of: string, name: string) =>
  ({ kind: 'records', of, from: { column: name } }) as const
