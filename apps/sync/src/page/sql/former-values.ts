/** A column that is compared: its name, and SQL of its former and new values. */
export interface ComparedColumn {
  readonly name: string
  readonly before: string
  readonly after: string
}

/** SQL of an array with the names of the columns whose values differ. */
export function changedColumns(columns: readonly ComparedColumn[]): string {
  return namesWhere(columns.map((column) => ({ name: column.name, isTrue: isChanged(column) })))
}

/** SQL of an object with the former values of the columns whose values differ; NULL: there are none. */
export function formerColumns(columns: readonly ComparedColumn[]): string {
  return `nullif(${objectOf(columns.map((column) => ({ ...column, isTrue: isChanged(column) })))}, '{}')`
}

/**
 * SQL of the former values of single top-level fields.
 * @param record SQL of the former record
 * @param fields their names, and SQL of their former and new values
 * @returns `before`: an object with the values of the changed fields that the former record had; `added`: an array with
 *   the names of those that it did not have, or NULL
 */
export function formerFields(
  record: string,
  fields: readonly ComparedColumn[],
): { readonly before: string; readonly added: string } {
  const had = (field: ComparedColumn) => `${isChanged(field)} AND ${record} ? '${field.name}'`
  const lacked = (field: ComparedColumn) => `NOT ${record} ? '${field.name}'`
  return {
    before: objectOf(fields.map((field) => ({ ...field, isTrue: had(field) }))),
    added:
      fields.length === 0
        ? 'NULL::text[]'
        : `nullif(${namesWhere(fields.map((field) => ({ name: field.name, isTrue: lacked(field) })))}, '{}')`,
  }
}

const isChanged = ({ before, after }: ComparedColumn) => `${before} IS DISTINCT FROM ${after}`

const namesWhere = (entries: readonly { readonly name: string; readonly isTrue: string }[]) =>
  `array_remove(ARRAY[${entries.map(({ name, isTrue }) => `CASE WHEN ${isTrue} THEN '${name}' END`).join(', ')}]::text[], NULL)`

/** An object for each entry: one with all of them would have a null for each that did not change. */
const objectOf = (
  entries: readonly { readonly name: string; readonly before: string; readonly isTrue: string }[],
) =>
  [
    `'{}'::jsonb`,
    ...entries.map(
      ({ name, before, isTrue }) =>
        `CASE WHEN ${isTrue} THEN jsonb_build_object('${name}', ${before}) ELSE '{}' END`,
    ),
  ].join(' || ')
