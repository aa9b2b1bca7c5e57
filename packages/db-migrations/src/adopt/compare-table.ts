import type { FoundTable } from './inspect.ts'
import { type AdoptedTable, adoptedTables, columnType, rowColumns, syncState } from './old-tables.ts'
import { isIdType, oldTime, oldValue } from './old-value.ts'

/** Checks a column type. @returns the expected type if it differs */
type Expectation = (type: string) => string | undefined

const exactly =
  (expected: string): Expectation =>
  (type) =>
    type === expected ? undefined : expected
const anId: Expectation = (type) => (isIdType(type) ? undefined : 'varchar, text or bigint')
const aTime: Expectation = (type) =>
  oldTime('', type) === undefined ? 'timestamp or timestamptz' : undefined
const aText: Expectation = (type) =>
  /^(?:character varying|text)\b/.test(type) ? undefined : 'varchar or text'
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

/** Differences between a table and the hand-run scripts, one line each; empty if it can be converted. */
export function compareTable(table: FoundTable): string[] {
  const at = `raw.${table.name}`
  if (hasNewSchema(table)) return [`${at} has the new schema already, but no migration is recorded for it`]
  const adopted = adoptedTables.find(({ name }) => name === table.name)
  const expected = adopted ? cacheColumns(adopted) : stateColumns
  const key = ['tenant_id', adopted ? 'st_id' : 'table_name']
  const required = ['id', ...key, ...(adopted ? ['full_data'] : [])]
  const lines: string[] = []
  for (const name of required) {
    if (!(name in table.columns)) lines.push(`${at}.${name}: missing`)
  }
  for (const [name, type] of Object.entries(table.columns)) {
    const check = Object.hasOwn(expected, name) ? expected[name] : undefined
    const expectedType = check?.(type)
    if (check === undefined) lines.push(`${at}.${name} (${type}): unknown column`)
    else if (expectedType !== undefined) lines.push(`${at}.${name}: is ${type}, expected ${expectedType}`)
  }
  if (table.primaryKey.join() !== 'id') {
    lines.push(`${at}: primary key is (${table.primaryKey.join(', ')}), expected (id)`)
  }
  if (!table.unique.some((columns) => columns.join() === key.toSorted().join())) {
    lines.push(`${at}: UNIQUE (${key.join(', ')}) is missing`)
  }
  return lines
}

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
