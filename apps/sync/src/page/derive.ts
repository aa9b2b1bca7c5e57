import type pg from 'pg'
import type { DerivedValue } from '../tables/cache-table.ts'

/**
 * Derives again for the given rows of `value.table`; rows that come out the same are not written.
 * Ids of rows that are not there yet are passed over: writing such a row derives its values.
 */
export async function derive(
  client: pg.ClientBase,
  value: DerivedValue,
  parents: { readonly tenantId: string; readonly ids: readonly string[]; readonly now: Date },
): Promise<void> {
  if (parents.ids.length === 0) return
  await client.query(buildDerivation(value), [parents.tenantId, parents.ids, parents.now])
}

function buildDerivation({ table, columns, fields, query }: DerivedValue): string {
  const entries = Object.entries(fields)
  const assignments = columns.map((column) => `${column} = value.${column}`)
  const differences = columns.map((column) => `kept.${column} IS DISTINCT FROM value.${column}`)
  if (entries.length > 0) {
    const object = entries.map(([field, column]) => `'${field}', value.${column}`).join(', ')
    assignments.push(`full_data = kept.full_data || jsonb_build_object(${object})`)
    for (const [field, column] of entries) {
      differences.push(`kept.full_data -> '${field}' IS DISTINCT FROM value.${column}`)
    }
  }
  return `
UPDATE raw.${table} AS kept SET ${assignments.join(', ')}, updated_at = $3
  FROM (SELECT parent.st_id, derived.*
          FROM unnest($2::bigint[]) AS parent (st_id)
         CROSS JOIN LATERAL (${query.replaceAll('$parent', 'parent.st_id')}) AS derived) AS value
 WHERE kept.tenant_id = $1 AND kept.st_id = value.st_id AND (${differences.join(' OR ')})`
}
