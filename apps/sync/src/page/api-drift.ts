import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { typedColumns } from './page-statement.ts'

/** Notes values that their columns could not hold: the path and how many, never the value. */
export async function recordDrift(
  client: pg.ClientBase,
  place: { readonly tenantId: string; readonly table: CacheTable; readonly now: Date },
  drift: ReadonlyMap<string, number>,
): Promise<void> {
  const seen = typedColumns(place.table).filter(({ path }) => (drift.get(path) ?? 0) > 0)
  if (seen.length === 0) return
  await client.query(
    `INSERT INTO raw.api_drift AS known
            (tenant_id, table_name, json_path, kind, detail, occurrences, first_seen_at, last_seen_at)
     SELECT $1, $2, path, 'type', 'expected ' || type, count, $3, $3
       FROM unnest($4::text[], $5::text[], $6::bigint[]) AS seen (path, type, count)
     ON CONFLICT (tenant_id, table_name, json_path, kind) DO UPDATE
        SET detail = excluded.detail, occurrences = known.occurrences + excluded.occurrences,
            last_seen_at = excluded.last_seen_at`,
    [
      place.tenantId,
      place.table.name,
      place.now,
      seen.map(({ path }) => path),
      seen.map(({ type }) => type),
      seen.map(({ path }) => drift.get(path)),
    ],
  )
}
