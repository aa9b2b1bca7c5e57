import { resources } from './resources.ts'

const byTable = new Map(resources.map(({ table, name }) => [table, name]))

/** The resource that a cache table has; null for a table that is none. */
export function resourceOfTable(table: string): string | null {
  return byTable.get(table) ?? null
}

/** SQL of the resource of a table's name, or NULL. */
export function resourceSql(column: string): string {
  return `CASE ${column} ${resources.map(({ table, name }) => `WHEN '${table}' THEN '${name}'`).join(' ')} END`
}
