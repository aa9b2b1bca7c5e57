import type { CacheTable } from '../cache/cache-table.ts'
import type { TableTarget } from './page-target.ts'
import type { PreparedPage } from './records/prepare-page.ts'
import { joinStored } from './sql/stored-row.ts'

/** The result of comparing a page's records with the stored ones. */
interface Comparison {
  /** Indexes of records whose id is not stored. */
  readonly added: readonly number[]
  /** Indexes of records to write: their stored row differs, or PostgreSQL must read their id. */
  readonly differing: readonly number[]
}

/**
 * Detects unchanged records by the content hash in the primary key's index: for most of a page that is read again no
 * further work is needed, and no row is locked.
 */
export async function compareRecords(
  { client, tenantId, table }: TableTarget,
  { records: { ids, idArray, hashArray } }: PreparedPage,
): Promise<Comparison> {
  const { rows } = await client.query<{ added: number[]; differing: number[] }>(buildComparison(table), [
    tenantId,
    idArray,
    hashArray,
  ])
  const { added, differing } = rows[0] as (typeof rows)[0]
  const indexOf = (ord: number) => ord - 1
  return {
    added: added.map(indexOf),
    differing: [...differing.map(indexOf), ...withoutId(ids)],
  }
}

const withoutId = (ids: readonly (number | null)[]) =>
  [...ids.keys()].filter((recordIndex) => ids[recordIndex] === null)

function buildComparison(table: CacheTable): string {
  return `
SELECT coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NULL), '{}') AS added,
       coalesce(array_agg(ord::integer) FILTER (WHERE content_hash IS NOT NULL), '{}') AS differing
  FROM (SELECT ord, stored.content_hash
          FROM unnest($2::bigint[], $3::bigint[]) WITH ORDINALITY AS record (st_id, hash, ord)
               ${joinStored(`raw.${table.name}`, 'record', ['content_hash'])}
         WHERE record.st_id IS NOT NULL AND stored.content_hash IS DISTINCT FROM int8send(record.hash)) AS compared`
}

/**
 * The indexes, and those of the other versions of the same records: all versions of a record are compared in one
 * statement.
 */
export function withOtherVersions(
  indexes: readonly number[],
  { records: { ids }, repeated }: PreparedPage,
): readonly number[] {
  if (repeated.size === 0) return indexes
  const chosen = new Set(indexes)
  const chosenIds = new Set(indexes.map((recordIndex) => ids[recordIndex]))
  return [...ids.keys()].filter(
    (recordIndex) =>
      chosen.has(recordIndex) || (isAmong(repeated, ids[recordIndex]) && chosenIds.has(ids[recordIndex])),
  )
}

export const isAmong = (ids: ReadonlySet<number>, id: number | null | undefined): boolean =>
  id != null && ids.has(id)
