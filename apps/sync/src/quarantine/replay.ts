import { inTransaction } from 'cli-kit/postgres'
import type { Act } from 'records'
import { tableKeyOf } from '../cache/table-key.ts'
import { resourceOf } from '../cache/tables.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { type Drift, recordDrift } from '../page/api-drift.ts'
import { appendChanges } from '../page/change-feed.ts'
import type { ErasedRecords } from '../page/erased/erased-records.ts'
import type { RecordTarget } from '../page/page-target.ts'
import { fromPayload } from '../page/records/exact-json.ts'
import { fieldsWithNulCharacters, withoutNulCharacters } from '../page/records/nul-characters.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { writeRecords } from '../page/write-records.ts'
import { writeRelated } from '../page/write-related.ts'
import { type ResolvedEntry, recordResolved, resolveEntries } from './resolve-entries.ts'

export interface ReplayTarget extends Omit<RecordTarget, 'source'> {
  /** Whether to remove `\u0000`, which PostgreSQL's jsonb cannot store, from texts. @default false */
  readonly stripNulCharacters?: boolean
  /** The records that must not be written. @default none */
  readonly erased?: ErasedRecords
}

interface Entry {
  readonly payload: string
  /** Whether the stored row got a tombstone after the record was quarantined. */
  readonly isGone: boolean
}

/**
 * Tries to write quarantined records again, each in its own transaction, like any page: an older version does not
 * replace the stored one, and a record deleted in the meantime is not restored. Entries of written records are resolved;
 * those of refused records stay open with the new reason.
 * @param ids of the entries; null: all open entries of the table
 */
export async function replayQuarantined(
  target: ReplayTarget,
  ids: readonly string[] | null,
  act: Act,
): Promise<{ readonly written: number; readonly refused: number }> {
  const { client } = target
  const { rows } = await client.query<{ id: string }>(
    `SELECT quarantine_id AS id FROM raw.quarantine
      WHERE tenant_id = $1 AND table_name = $2 AND resolved_at IS NULL
        AND ($3::bigint[] IS NULL OR quarantine_id = ANY ($3))
      ORDER BY quarantine_id`,
    [target.tenantId, target.table.name, ids],
  )
  let written = 0
  for (const { id } of rows) {
    if (await inTransaction(client, () => replayOne(target, id, act))) written += 1
  }
  return { written, refused: rows.length - written }
}

async function replayOne(target: ReplayTarget, id: string, act: Act): Promise<boolean> {
  const { client, tenantId, droppedPaths, stripNulCharacters = false } = target
  const { now } = act
  const record = (resolved: readonly ResolvedEntry[]) =>
    recordResolved(client, tenantId, { action: 'replay', resolved, act })
  await lockForWriting(client, tableKeyOf(target))
  const entry = await readEntry(target, id)
  // Another replay, or a later version of the record, has resolved it in the meantime.
  if (!entry) return true
  if (entry.isGone) {
    await record(await resolveEntries(client, tenantId, [id], now))
    return true
  }
  const payload = stripNulCharacters ? withoutNulCharacters(entry.payload) : entry.payload
  const received = Buffer.from(`[${payload}]`)
  const data = target.erased?.split(received).data ?? received
  const page = { ...(await preparePage(data, droppedPaths)), seenPage: null }
  const { blankInFeed = [] } = resourceOf(target.table)
  const write = () => writeRecords({ ...target, source: 'feed', blankFields: blankInFeed }, page, now)
  const { refused, drift, changes } = await writeRelated(target, write, now)
  const [refusal] = refused
  if (refusal) {
    await client.query(
      `UPDATE raw.quarantine SET attempts = attempts + 1, error_code = $3, error = $4, last_seen_at = $5
        WHERE tenant_id = $1 AND quarantine_id = $2`,
      [tenantId, id, refusal.errorCode, refusal.error, now],
    )
    return false
  }
  const resolved = await resolveEntries(client, tenantId, [id], now)
  const stripped = stripNulCharacters ? nulDrift(entry.payload) : []
  await recordDrift(target, [...drift, ...stripped], now)
  await record(resolved)
  await appendChanges(target, changes, now)
  return true
}

async function readEntry({ client, tenantId, table }: ReplayTarget, id: string): Promise<Entry | undefined> {
  const { rows } = await client.query<Entry>(
    `SELECT payload::text AS payload,
            CASE WHEN record_key ~ '^-?[0-9]{1,18}$' THEN EXISTS (
              SELECT FROM raw.${table.name} AS stored
               WHERE stored.tenant_id = $1 AND stored.st_id = entry.record_key::bigint
                 AND stored.deleted_at > entry.last_seen_at) ELSE false END AS "isGone"
       FROM raw.quarantine AS entry
      WHERE tenant_id = $1 AND quarantine_id = $2 AND resolved_at IS NULL FOR UPDATE`,
    [tenantId, id],
  )
  return rows[0] && { ...rows[0], payload: fromPayload(rows[0].payload) }
}

const nulDrift = (payload: string): Drift[] =>
  fieldsWithNulCharacters(payload).map((path) => ({
    path,
    kind: 'type',
    detail: 'contained \\u0000',
    records: 1,
  }))
