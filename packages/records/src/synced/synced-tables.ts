import {
  customerContactFields,
  customerFields,
  locationContactFields,
  locationFields,
} from '../fields/customers.ts'
import type { WritableTable } from '../fields/field.ts'
import { recordTables } from '../tables.ts'
import type { SyncedTable } from './version-statement.ts'

/** The tables whose changes are exchanged in mode hybrid, parents first. */
export const syncedTables: readonly SyncedTable[] = [
  customerFields,
  customerContactFields,
  locationFields,
  locationContactFields,
].map((writable) => withRecord(writable))

/**
 * What is exchanged of a table of schema `lazi`.
 * @returns undefined when its records change on one side only
 * @example
 * syncedTableOf('customers')?.writable.fields.name
 */
export const syncedTableOf = (name: string): SyncedTable | undefined =>
  syncedTables.find(({ record }) => record.name === name)

/**
 * What is exchanged of a table of schema `lazi`.
 * @throws {Error} when its records change on one side only: the name comes from our own rows
 */
export function syncedTableNamed(name: string): SyncedTable {
  const table = syncedTableOf(name)
  if (table === undefined) throw new Error(`Records of ${name} are not exchanged.`)
  return table
}

function withRecord(writable: WritableTable): SyncedTable {
  const record = recordTables.find(({ name }) => name === writable.table)
  if (record === undefined) throw new Error(`There is no table lazi.${writable.table}.`)
  return { writable, record }
}
