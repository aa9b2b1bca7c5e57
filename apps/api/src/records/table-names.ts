import { resources } from './resources.ts'

/** SQL of the resource name for a table name, or NULL. */
export function resourceSql(column: string): string {
  return `CASE ${column} ${resources.map(({ table, name }) => `WHEN '${table}' THEN '${name}'`).join(' ')} END`
}
