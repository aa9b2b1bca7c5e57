import type pg from 'pg'
import type { Values } from 'records/merge'
import { type NewRecord, syncedTableNamed } from 'records/synced'
import type { ServiceTitanClient } from 'servicetitan'
import { resourceOf, tableOf } from '../../cache/tables.ts'
import { recordKey } from '../../page/records/exact-json.ts'
import { splitRecords } from '../../page/records/page-records.ts'
import { readSiblings } from '../look.ts'
import { createdTable, foundIn, isOurs } from './creation-request.ts'
import { markFilters } from './mark.ts'

interface Looking {
  readonly pool: pg.Pool
  readonly api: ServiceTitanClient
  readonly signal: AbortSignal
  readonly tenantId: string
  /** ServiceTitan's id of the record to which it belongs, by which it is listed; null: it is found by its mark. */
  readonly parentStId: string | null
}

/** ServiceTitan's clock may be this much behind ours, in milliseconds. */
const clockTolerance = 300_000

/**
 * Looks for a record that an earlier request may have created in ServiceTitan. Of several with its mark those that are
 * active count, if there are any: a person has deactivated the others. Of several with its values the first that LAZI does
 * not have.
 * @returns ServiceTitan's ids
 * @throws what the client throws
 */
export async function findCreated(looking: Looking, record: NewRecord): Promise<readonly string[]> {
  const { isMarked } = createdTable(record.table)
  const listed = isMarked ? await listMarked(looking, record) : await listSiblings(looking, record)
  const ours = listed
    .map((text) => ({ id: recordKey(text), remote: JSON.parse(text) as Values }))
    .filter(({ remote }) => isOurs(remote, record))
  if (!isMarked) {
    const ids = ours.map(({ id }) => id)
    const known = await readKnown(looking, record, ids)
    const [first] = [...ids.filter((id) => !known.has(id)), ...ids.filter((id) => known.get(id) === true)]
    return first === undefined ? [] : [first]
  }
  const active = ours.filter(({ remote }) => remote.active === true)
  return (active.length > 0 ? active : ours).map(({ id }) => id)
}

async function listMarked({ api, signal }: Looking, { table, id }: NewRecord): Promise<readonly string[]> {
  const { resource } = syncedTableNamed(table).record
  const found: string[] = []
  const options = { filters: markFilters(id), signal }
  for await (const { data } of api.listPages(resourceOf(tableOf(resource)), options))
    found.push(...splitRecords(data))
  return found
}

async function listSiblings(looking: Looking, { table }: NewRecord): Promise<readonly string[]> {
  const { parentStId } = looking
  const listed = foundIn(table)
  if (parentStId === null || listed === undefined) return []
  const { resource } = syncedTableNamed(table).record
  return readSiblings(looking, { resource, filter: listed.filter }, parentStId)
}

/**
 * Which of these records LAZI has, and whether each may be what an attempt created all the same: it was projected, and is
 * as new as the attempt; of an attempt that a restored database does not know, as new as the record itself.
 */
async function readKnown(
  { pool, tenantId }: Looking,
  { table, id: ownId, outbox: { attempt, sentAt } }: NewRecord,
  ids: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  if (ids.length === 0) return new Map()
  const since = attempt === null || sentAt === null ? null : new Date(sentAt.getTime() - clockTolerance)
  const { rows } = await pool.query<{ id: string; mayBeOurs: boolean }>(
    `SELECT st_id::text AS id, source = 'servicetitan' AND created_at >= coalesce($3::timestamptz,
              (SELECT own.created_at - $5 * interval '1 ms' FROM lazi.${table} AS own WHERE own.tenant_id = $1 AND own.id = $4)) AS "mayBeOurs"
       FROM lazi.${table} WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[])`,
    [tenantId, ids, since, ownId, clockTolerance],
  )
  return new Map(rows.map(({ id, mayBeOurs }) => [id, mayBeOurs]))
}
