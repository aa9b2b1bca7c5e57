import type pg from 'pg'
import type { CacheTable } from '../tables/cache-table.ts'
import { type Drift, recordDrift } from './api-drift.ts'
import { deriveFrom, lockDerivedValues } from './derive.ts'
import { inTransaction } from './transaction.ts'
import { writeRecords } from './write-records.ts'

export interface ReplayTarget {
  readonly tenantId: string
  readonly table: CacheTable
  /** What is left out of `full_data`. */
  readonly droppedPaths: readonly string[]
  /** Whether the change feed is told. */
  readonly announce: boolean
  /** Whether `\u0000`, which PostgreSQL's jsonb cannot hold, is taken out of texts. @default false */
  readonly stripNulls?: boolean
}

/**
 * Tries to write quarantined records again, each in a transaction of its own, by the way of any page: a version
 * older than the stored one does not replace it. What can be written is closed; what is refused again stays open
 * with its new reason.
 * @param ids of the entries
 */
export async function replayQuarantined(
  client: pg.ClientBase,
  target: ReplayTarget,
  ids: readonly string[],
  now: Date,
): Promise<{ readonly written: number; readonly refused: number }> {
  const { rows } = await client.query<{ id: string; payload: string }>(
    `SELECT quarantine_id AS id, payload::text AS payload FROM raw.quarantine
      WHERE tenant_id = $1 AND table_name = $2 AND quarantine_id = ANY ($3::bigint[]) AND resolved_at IS NULL
      ORDER BY quarantine_id`,
    [target.tenantId, target.table.name, ids],
  )
  let written = 0
  for (const { id, payload } of rows) {
    if (await inTransaction(client, () => replayOne(client, target, { id, payload }, now))) written += 1
  }
  return { written, refused: rows.length - written }
}

async function replayOne(
  client: pg.ClientBase,
  { tenantId, table, droppedPaths, announce, stripNulls = false }: ReplayTarget,
  { id, payload }: { readonly id: string; readonly payload: string },
  now: Date,
): Promise<boolean> {
  const record = stripNulls ? withoutNulls(payload) : payload
  await lockDerivedValues(client, tenantId, table.name)
  const writer = { client, tenantId, table, now, droppedPaths, announce, seenPage: null, isFromList: false }
  const { refused, parents, drift } = await writeRecords(writer, `{"data":[${record}]}`)
  const [refusal] = refused
  if (refusal) {
    await client.query(
      `UPDATE raw.quarantine SET attempts = attempts + 1, error_code = $3, error = $4, last_seen_at = $5
        WHERE tenant_id = $1 AND quarantine_id = $2`,
      [tenantId, id, refusal.errorCode, refusal.error, now],
    )
    return false
  }
  await deriveFrom(client, table.name, parents, { tenantId, now })
  const stripped = record === payload ? [] : [nullsTaken]
  await recordDrift(client, { tenantId, tableName: table.name, now }, [...drift, ...stripped])
  await dropQuarantined(client, tenantId, [id], now)
  return true
}

const nullsTaken: Drift = { path: '*', kind: 'type', detail: 'a text contained \\u0000', records: 1 }

/** Takes the escape out, but not a backslash that is escaped itself and followed by `u0000`. */
function withoutNulls(json: string): string {
  return json.replaceAll(/\\(?:u0000|.)/gs, (found) => (found === '\\u0000' ? '' : found))
}

/** Closes entries of the quarantine: they are kept for a while, and nobody is bothered with them any more. */
export async function dropQuarantined(
  client: pg.ClientBase,
  tenantId: string,
  ids: readonly string[],
  now: Date,
): Promise<void> {
  await client.query(
    `UPDATE raw.quarantine SET resolved_at = $3
      WHERE tenant_id = $1 AND quarantine_id = ANY ($2::bigint[]) AND resolved_at IS NULL`,
    [tenantId, ids, now],
  )
}
