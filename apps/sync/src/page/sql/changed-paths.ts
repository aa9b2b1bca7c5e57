/**
 * SQL of an array with the names of the differences between two versions of a row: fields of the record, down to one
 * level inside objects, such as `address.zip`, and columns.
 * @param before SQL of the former record @param after SQL of the new one
 * @param columns the compared columns: their names, and SQL of their former and new values
 */
export function changedPaths(
  before: string,
  after: string,
  columns: readonly { readonly name: string; readonly before: string; readonly after: string }[],
): string {
  const fields = `ARRAY(
    SELECT concat_ws('.', field.key, inner_field.key)
      FROM (${differences(before, after)}) AS field
      LEFT JOIN LATERAL (${differences(`CASE WHEN ${bothObjects} THEN field.old END`, `CASE WHEN ${bothObjects} THEN field.new END`)}) AS inner_field ON true
     ORDER BY 1)`
  if (columns.length === 0) return fields
  return `${fields} || ${changedColumns(columns)}`
}

/** SQL of an array with the names of the columns whose values differ. */
export function changedColumns(
  columns: readonly { readonly name: string; readonly before: string; readonly after: string }[],
): string {
  const names = columns.map(
    ({ name, before, after }) => `CASE WHEN ${before} IS DISTINCT FROM ${after} THEN '${name}' END`,
  )
  return `array_remove(ARRAY[${names.join(', ')}]::text[], NULL)`
}

const differences = (before: string, after: string) => `
           SELECT key, old.value AS old, new.value AS new
             FROM jsonb_each(${before}) AS old FULL JOIN jsonb_each(${after}) AS new USING (key)
            WHERE old.value IS DISTINCT FROM new.value`

const bothObjects = `jsonb_typeof(field.old) = 'object' AND jsonb_typeof(field.new) = 'object'`
