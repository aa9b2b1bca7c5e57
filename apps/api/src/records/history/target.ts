import { isAt } from 'records'
import type { Resource } from '../../resource-definition/resource.ts'

/** The columns of a record that never change. */
const lasting = ['id', 'source', 'created_by'] as const

/** The lasting columns that a resource's rows have. */
export function lastingColumns({ fields, definition }: Resource): readonly string[] {
  if (definition === null) return []
  return lasting.filter((name) => name !== 'created_by' || fields.createdBy !== undefined)
}

/**
 * The query `target` of a statement about one row: ServiceTitan's id, and of a record {@link lastingColumns}. `$2` is the
 * id of `lookUp`.
 */
export function targetQuery(resource: Resource, id: string): string {
  const { column, value, and } = resource.lookUp(id)
  const columns = ['st_id', ...lastingColumns(resource)].map((name) => `t.${name}`)
  return `target AS MATERIALIZED (
  SELECT ${columns.join(', ')} FROM ${resource.table} AS t
   WHERE t.tenant_id = $1 AND ${isAt(`t.${column}`, value)}${and === undefined ? '' : ` AND ${and}`}
   ORDER BY t.${column} LIMIT 1
)`
}
