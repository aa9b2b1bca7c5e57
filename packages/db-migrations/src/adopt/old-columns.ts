import { type AdoptedTable, adoptedTables } from './old-tables.ts'
import { isIdType, oldTime, oldValue } from './old-value.ts'

/** Checks a column type. @returns the expected type if it differs */
export type Expectation = (type: string) => string | undefined

const exactly =
  (expected: string): Expectation =>
  (type) =>
    type === expected ? undefined : expected
const anId: Expectation = (type) => (isIdType(type) ? undefined : 'varchar, text or bigint')
const aTime: Expectation = (type) =>
  oldTime('', type) === undefined ? 'timestamp or timestamptz' : undefined
const aText: Expectation = (type) =>
  /^(?:character varying|text)\b(?!.*\[)/.test(type) ? undefined : 'varchar or text'
const aCount: Expectation = (type) =>
  /^(?:smallint|integer|bigint)$/.test(type) ? undefined : 'integer or bigint'

const common: Readonly<Record<string, Expectation>> = { id: exactly('uuid'), tenant_id: anId }
const times = { created_at: aTime, updated_at: aTime }

const stateColumns: Readonly<Record<string, Expectation>> = {
  ...common,
  table_name: aText,
  last_full_sync: aTime,
  last_incremental_sync: aTime,
  records_synced: aCount,
  last_error: aText,
  status: aText,
  ...times,
}

const find = (tableName: string) => adoptedTables.find(({ name }) => name === tableName)

/** The columns of an old table that can be converted, each with the check of its type. */
export function expectedColumns(tableName: string): Readonly<Record<string, Expectation>> {
  const adopted = find(tableName)
  return adopted ? cacheColumns(adopted) : stateColumns
}

/** The key of an old table. */
export const keyColumns = (tableName: string): readonly string[] => [
  'tenant_id',
  find(tableName) ? 'st_id' : 'table_name',
]

/** The columns without which, or with another type, an old table cannot be converted. */
export const requiredColumns = (tableName: string): readonly string[] => [
  'id',
  ...keyColumns(tableName),
  ...(find(tableName) ? ['full_data'] : []),
]

function cacheColumns(table: AdoptedTable): Record<string, Expectation> {
  const own = table.columns.map(({ name, reader }): [string, Expectation] => [
    name,
    (type) => (oldValue(reader, name, type) === undefined ? `a type convertible to ${reader}` : undefined),
  ])
  return {
    ...Object.fromEntries(own),
    ...common,
    st_id: anId,
    full_data: exactly('jsonb'),
    ...times,
    synced_at: aTime,
    deleted_at: aTime,
  }
}
