import type pg from 'pg'
import type { CacheTable } from '../cache/cache-table.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import { storedBeside } from './sql/stored-row.ts'

/** What there is of a page's records already. */
interface Comparison {
  /** Places of records whose id is not stored. */
  readonly fresh: readonly number[]
  /** Places of records that have to be looked at: what is stored differs, or PostgreSQL has to find their id. */
  readonly differing: readonly number[]
}

/**
 * Tells by the hash in the primary key which records are stored as they are: most of a page that comes again needs
 * nothing more, and no row is locked.
 */
export async function compareRecords(
  client: pg.ClientBase,
  { tenantId, table }: { readonly tenantId: string; readonly table: CacheTable },
  { records: { ids, idArray, hashArray } }: PreparedPage,
): Promise<Comparison> {
  const { rows } = await client.query<{ fresh: number[]; differing: number[] }>(buildComparison(table), [
    tenantId,
    idArray,
    hashArray,
  ])
  const { fresh, differing } = rows[0] as (typeof rows)[0]
  const placeOf = (ord: number) => ord - 1
  return {
    fresh: fresh.map(placeOf),
    differing: [...differing.map(placeOf), ...placesWithoutId(ids)],
  }
}

const placesWithoutId = (ids: readonly (number | null)[]) =>
  [...ids.keys()].filter((place) => ids[place] === null)

function buildComparison(table: CacheTable): string {
  return `
SELECT coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NULL), '{}') AS fresh,
       coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NOT NULL), '{}') AS differing
  FROM (SELECT ord, stored.content_hash
          FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS record (st_id, hash, ord)
               ${storedBeside(`raw.${table.name}`, 'record', ['content_hash'])}
         WHERE record.st_id IS NOT NULL AND stored.content_hash IS DISTINCT FROM int8send(record.hash)) AS compared`
}
