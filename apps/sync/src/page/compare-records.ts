import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { derivedIn } from '../tables/derived-values.ts'
import { hashesOf, idsOf, type PageRecord } from './page-records.ts'
import { storedBeside } from './stored-row.ts'

/** What there is of a page's records already. */
export interface Comparison {
  /** Places of records whose id is not stored. */
  readonly fresh: readonly number[]
  /** Places of records that have to be looked at: what is stored differs, or PostgreSQL has to find their id. */
  readonly differing: readonly number[]
  /** Whether other tables have rows of the tenant from which values of these are derived. */
  readonly hasRelatives: boolean
}

/**
 * Tells by the hash in the primary key which records are stored as they are: most of a page that comes again needs
 * nothing more, and no row is locked.
 */
export async function compareRecords(
  client: pg.ClientBase,
  { tenantId, table }: { readonly tenantId: string; readonly table: CacheTable },
  records: readonly PageRecord[],
): Promise<Comparison> {
  const places = [...records.keys()].filter((place) => records[place]?.id !== null)
  const unidentified = [...records.keys()].filter((place) => records[place]?.id === null)
  const identified = places.map((place) => records[place] as PageRecord)
  const { rows } = await client.query<{ fresh: number[]; differing: number[]; hasRelatives: boolean }>(
    buildComparison(table),
    [tenantId, idsOf(identified), hashesOf(identified)],
  )
  const { fresh, differing, hasRelatives } = rows[0] as (typeof rows)[0]
  const placeOf = (ord: number) => places[ord - 1] as number
  return {
    fresh: fresh.map(placeOf),
    differing: [...differing.map(placeOf), ...unidentified],
    hasRelatives,
  }
}

function buildComparison(table: CacheTable): string {
  const relatives = [...new Set(derivedIn(table.name).map(({ from }) => from))]
  const target = `raw.${table.name}`
  return `
SELECT coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NULL), '{}') AS fresh,
       coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NOT NULL), '{}') AS differing,
       ${relatives.length === 0 ? 'false' : relatives.map(hasRows).join(' OR ')} AS "hasRelatives"
  FROM (SELECT ord, stored.content_hash
          FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS record (st_id, hash, ord)
               ${storedBeside(target, 'record', ['content_hash'])}
         WHERE stored.content_hash IS DISTINCT FROM int8send(record.hash)) AS compared`
}

/** The order has it look at the primary key only, and the bound too, until the first row. */
const hasRows = (name: string) => `EXISTS (
         SELECT FROM raw.${name} WHERE tenant_id = $1 AND st_id >= -9223372036854775808 ORDER BY tenant_id, st_id LIMIT 1)`
