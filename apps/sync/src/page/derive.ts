import type pg from 'pg'
import type { DerivedValue } from '../tables/cache-table.ts'
import { derivedFrom } from '../tables/derived-values.ts'
import { announcedTables, type Changes } from './change-feed.ts'
import { changedColumns } from './changed-paths.ts'
import { sameId } from './stored-row.ts'

/**
 * Derives again what follows from rows of `from`; rows that come out the same are not written. Keys of rows that
 * are not there yet are passed over: writing such a row derives its values. Rows with a tombstone are kept up to
 * date, and nobody is told.
 * @param keys for each of `derivedFrom(from)`: keys of the rows to derive again
 * @returns what to tell the change feed, of the tables that have ended their first full sync
 */
export async function deriveFrom(
  client: pg.ClientBase,
  from: string,
  keys: readonly (readonly string[])[],
  { tenantId, now }: { readonly tenantId: string; readonly now: Date },
): Promise<Changes[]> {
  const wanted = derivedFrom(from)
    .map((value, index) => ({ value, keys: keys[index] ?? [] }))
    .filter((relation) => relation.keys.length > 0)
  const names = wanted.map(({ value }) => value.table)
  const announced = await announcedTables(client, tenantId, names)
  const changes: Changes[] = []
  for (const { value, keys } of wanted) {
    const { rows } = await client.query<{ rows: string }>(buildDerivation(value), [tenantId, keys, now])
    if (announced.has(value.table)) changes.push({ table: value.table, rows: rows[0]?.rows ?? '[]' })
  }
  return changes
}

function buildDerivation(value: DerivedValue): string {
  const { table, key, keyType, columns, fields, query } = value
  const entries = Object.entries(fields)
  const assignments = columns.map((column) => `${column} = value.${column}`)
  if (entries.length > 0) {
    const object = entries.map(([field, column]) => `'${field}', value.${column}`).join(', ')
    assignments.push(`full_data = kept.full_data || jsonb_build_object(${object})`)
  }
  const paths = changedColumns([
    ...columns.map((name) => ({ name, before: `former.${name}`, after: `derived.${name}` })),
    ...entries.map(([name, column]) => ({
      ...{ name, before: `former.full_data -> '${name}'`, after: `derived.${column}` },
    })),
  ])
  const isKey = key === 'st_id' ? sameId('former.st_id', 'wanted.key') : `former.${key} = wanted.key`
  return `
WITH written AS (
  UPDATE raw.${table} AS kept SET ${assignments.join(', ')}, updated_at = $3
    FROM (SELECT former.st_id, former.deleted_at, derived.*, ${paths} AS changed_paths
            FROM unnest($2::${keyType}[]) AS wanted (key)
            JOIN raw.${table} AS former ON former.tenant_id = $1 AND ${isKey}
           CROSS JOIN LATERAL (${query.replaceAll('$key', 'wanted.key')}) AS derived) AS value
   WHERE kept.tenant_id = $1 AND ${sameId('kept.st_id', 'value.st_id')} AND value.changed_paths <> '{}'
  RETURNING kept.st_id, 'update' AS op, value.changed_paths, value.deleted_at
)
SELECT coalesce(json_agg(told), '[]')::text AS rows
  FROM (SELECT st_id, op, changed_paths FROM written WHERE deleted_at IS NULL) AS told`
}
