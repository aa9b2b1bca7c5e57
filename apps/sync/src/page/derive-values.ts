import { rowsAt } from 'records'
import type { DerivedValue } from '../cache/cache-table.ts'
import { derivedFrom } from '../cache/derived-values.ts'
import { type Changes, publishedTables } from './change-feed.ts'
import type { TableTarget } from './page-target.ts'
import { changedColumns, formerColumns, formerFields } from './sql/former-values.ts'

/**
 * Updates the values that other tables derive from rows of a table; unchanged rows are skipped. Keys of rows that do
 * not exist yet are skipped too: the write of such a row derives its values. A row with a tombstone is
 * updated as well: whatever follows the feed has the same values.
 * @param keys for each of `derivedFrom(table)`: keys of the rows to update
 * @returns changes for the feed, of the tables that have ended their first full sync
 */
export async function deriveFrom(
  target: Pick<TableTarget, 'client' | 'tenantId' | 'table'>,
  keys: readonly (readonly string[])[],
  now: Date,
): Promise<Changes[]> {
  const { client, tenantId, table } = target
  const wanted = derivedFrom(table.name)
    .map((value, index) => ({ value, keys: keys[index] ?? [] }))
    .filter((relation) => relation.keys.length > 0)
  const names = wanted.map(({ value }) => value.table)
  const published = await publishedTables(target, names)
  const changes: Changes[] = []
  for (const { value, keys } of wanted) {
    const { rows } = await client.query<{ rows: string }>(buildDerivation(value), [tenantId, keys, now])
    if (published.has(value.table)) changes.push({ table: value.table, rows: rows[0]?.rows ?? '[]' })
  }
  return changes
}

/**
 * The statement that updates derived values of the rows with the keys `$2`; `$1` is the tenant, `$3` the time. The rows
 * exist, but an upsert writes them: it finds each by primary key, while an UPDATE may join all rows.
 * @returns its single row has `rows`, the changes for the feed as JSON text
 */
export function buildDerivation({
  table,
  key,
  keyType,
  columns,
  fields,
  query,
}: Omit<DerivedValue, 'from' | 'by'>): string {
  const entries = Object.entries(fields)
  const object = entries.map(([field, column]) => `'${field}', derived.${column}`).join(', ')
  const data = entries.length === 0 ? 'former.full_data' : `former.full_data || jsonb_build_object(${object})`
  const kept = ['st_id', 'active', 'content_hash', 'synced_at']
  const changing = [...columns, 'full_data', 'updated_at']
  const written = [...columns, ...(entries.length === 0 ? [] : ['full_data']), 'updated_at']
  const derivedColumns = columns.map((name) => ({ name, before: `former.${name}`, after: `derived.${name}` }))
  const derivedFields = entries.map(([name, column]) => ({
    name,
    before: `former.full_data -> '${name}'`,
    after: `derived.${column}`,
  }))
  const { before, added } = formerFields('former.full_data', derivedFields)
  return `
WITH value AS MATERIALIZED (
  SELECT ${kept.map((name) => `former.${name}`).join(', ')}, ${columns.map((name) => `derived.${name}, `).join('')}
         ${data} AS full_data, $3::timestamptz AS updated_at,
         ${changedColumns([...derivedColumns, ...derivedFields])} AS changed_paths,
         (${before})::text AS before, ${added} AS added, ${formerColumns(derivedColumns)} AS before_columns
    FROM unnest($2::${keyType}[]) AS wanted (key)
   CROSS JOIN LATERAL ${rowsAt(`raw.${table}`, key, 'wanted.key')} AS former
   CROSS JOIN LATERAL (${query.replaceAll('$key', 'wanted.key')}) AS derived
),
written AS (
  INSERT INTO raw.${table} (tenant_id, ${[...kept, ...changing].join(', ')})
  SELECT $1, ${[...kept, ...changing].join(', ')} FROM value WHERE changed_paths <> '{}'
  ON CONFLICT (tenant_id, st_id) DO UPDATE SET ${written.map((name) => `${name} = excluded.${name}`).join(', ')}
)
SELECT coalesce(json_agg(json_build_object('st_id', st_id, 'op', 'update', 'changed_paths', changed_paths, 'before', before,
         'added', added, 'before_columns', before_columns)), '[]')::text AS rows
  FROM value WHERE changed_paths <> '{}'`
}
