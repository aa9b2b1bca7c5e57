import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { derivedIn } from '../tables/derived-values.ts'
import type { PreparedPage } from './prepare-page.ts'
import { storedBeside } from './stored-row.ts'

/** What there is of a page's records already. */
interface Comparison {
  /** Places of records whose id is not stored. */
  readonly fresh: readonly number[]
  /** Places of records that have to be looked at: what is stored differs, or PostgreSQL has to find their id. */
  readonly differing: readonly number[]
}

interface Place {
  readonly tenantId: string
  readonly table: CacheTable
}

/**
 * Tells by the hash in the primary key which records are stored as they are: most of a page that comes again needs
 * nothing more, and no row is locked.
 */
export async function compareRecords(
  client: pg.ClientBase,
  { tenantId, table }: Place,
  { records: { ids, idArray, hashArray } }: PreparedPage,
): Promise<Comparison> {
  const { rows } = await client.query<{ fresh: number[]; differing: number[] }>(buildComparison(table), [
    ...[tenantId, idArray, hashArray],
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

/** Whether other tables have rows of the tenant from which values of this one's are derived. */
export async function hasRelatives(client: pg.ClientBase, { tenantId, table }: Place): Promise<boolean> {
  const relatives = [...new Set(derivedIn(table.name).map(({ from }) => from))]
  if (relatives.length === 0) return false
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT ${relatives.map(hasRows).join(' OR ')} AS has`,
    [tenantId],
  )
  return rows[0]?.has === true
}

/** The order has it look at the primary key only, and the bound too, until the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
