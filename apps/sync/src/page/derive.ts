import type pg from 'pg'
import type { DerivedValue } from '../tables/cache-table.ts'
import { derivedFrom, derivedIn } from '../tables/derived-values.ts'
import { announcedTables, appendChanges } from './change-feed.ts'

/**
 * Derives again what follows from rows of `from`; rows that come out the same are not written. Keys of rows that
 * are not there yet are passed over: writing such a row derives its values.
 * @param keys for each of `derivedFrom(from)`: keys of the rows to derive again
 */
export async function deriveFrom(
  client: pg.ClientBase,
  from: string,
  keys: readonly (readonly string[])[],
  { tenantId, now }: { readonly tenantId: string; readonly now: Date },
): Promise<void> {
  const values = derivedFrom(from).filter((_, index) => (keys[index]?.length ?? 0) > 0)
  if (values.length === 0) return
  const announced = await announcedTables(
    client,
    tenantId,
    values.map(({ table }) => table),
  )
  for (const [index, value] of derivedFrom(from).entries()) {
    const list = keys[index] ?? []
    if (list.length === 0) continue
    await client.query(buildDerivation(value, announced.has(value.table)), [tenantId, list, now])
  }
}

/**
 * One page at a time of a tenant's tables that derive values from each other. Otherwise a job and its
 * appointment that are written at the same moment would not see each other, and the job's times stay empty.
 */
export async function lockDerivedValues(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
): Promise<void> {
  if (derivedFrom(table).length === 0 && derivedIn(table).length === 0) return
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('lazi.derived_values:' || $1, 0))`, [
    tenantId,
  ])
}

function buildDerivation(value: DerivedValue, announce: boolean): string {
  const { table, key, keyType, columns, fields, query } = value
  const entries = Object.entries(fields)
  const assignments = columns.map((column) => `${column} = value.${column}`)
  const now = (name: string) => `before.${name}`
  const changes: { path: string; condition: string }[] = [
    ...columns.map((column) => ({
      path: column,
      condition: `${now(column)} IS DISTINCT FROM derived.${column}`,
    })),
    ...entries.map(([field, column]) => ({
      path: field,
      condition: `${now('full_data')} -> '${field}' IS DISTINCT FROM derived.${column}`,
    })),
  ]
  if (entries.length > 0) {
    const object = entries.map(([field, column]) => `'${field}', value.${column}`).join(', ')
    assignments.push(`full_data = kept.full_data || jsonb_build_object(${object})`)
  }
  const paths = changes.map(({ path, condition }) => `CASE WHEN ${condition} THEN '${path}' END`).join(', ')
  const update = `
  UPDATE raw.${table} AS kept SET ${assignments.join(', ')}, updated_at = $3
    FROM (SELECT before.st_id, before.deleted_at, derived.*, array_remove(ARRAY[${paths}], NULL) AS changed_paths
            FROM unnest($2::${keyType}[]) AS wanted (key)
            JOIN raw.${table} AS before ON before.tenant_id = $1 AND before.${key} = wanted.key
           CROSS JOIN LATERAL (${query.replaceAll('$key', 'wanted.key')}) AS derived) AS value
   WHERE kept.tenant_id = $1 AND kept.st_id = value.st_id AND value.changed_paths <> '{}'`
  if (!announce) return update
  return `
WITH derived AS (${update}
  RETURNING kept.st_id, kept.deleted_at, value.changed_paths
),
told AS MATERIALIZED (SELECT st_id, 'update' AS op, changed_paths FROM derived WHERE deleted_at IS NULL),
${appendChanges(table, 'told', { tenant: '$1', at: '$3' })}
SELECT`
}
