import type pg from 'pg'
import { type LeafMembers, leafColumns, leafWidth } from '../leaf.ts'

/** Rows that are read at once. */
const BATCH = 5_000

/** An entry as it is stored. */
export interface StoredEntry {
  readonly seq: number
  readonly members: LeafMembers
  readonly entity: string
  readonly entityId: string
  /** A UUID. */
  readonly salt: string | null
  readonly changes: string | null
  /** Hex. */
  readonly changesHash: string | null
}

/** The entries of a tenant in order. */
export async function* entriesOf(
  client: pg.ClientBase,
  tenantId: string,
): AsyncGenerator<StoredEntry, void, undefined> {
  let after = '0'
  for (;;) {
    const { rows } = await client.query<string[]>({
      text: `SELECT ${leafColumns}, salt::text, changes FROM audit.entries WHERE tenant_id = $1 AND seq > $2 ORDER BY entries.seq LIMIT $3`,
      values: [tenantId, after, BATCH],
      rowMode: 'array',
    })
    for (const row of rows as (string | null)[][]) yield entryOf(row)
    if (rows.length < BATCH) return
    after = rows.at(-1)?.[0] ?? after
  }
}

function entryOf(row: readonly (string | null)[]): StoredEntry {
  return {
    seq: Number(row[0]),
    members: row.slice(0, leafWidth),
    entity: row[8] ?? '',
    entityId: row[9] ?? '',
    changesHash: row[leafWidth - 1] ?? null,
    salt: row[leafWidth] ?? null,
    changes: row[leafWidth + 1] ?? null,
  }
}

/** A seal as it is stored. */
export interface StoredSeal {
  readonly size: number
  readonly root: Buffer
  readonly frontier: readonly Buffer[]
  /** With microseconds; null: infinite. */
  readonly throughAt: string | null
  /** With microseconds; null: infinite. */
  readonly sealedAt: string | null
  readonly former: Buffer | null
  readonly note: string
}

/** The seals of a tenant in order. */
export async function* sealsOf(
  client: pg.ClientBase,
  tenantId: string,
): AsyncGenerator<StoredSeal, void, undefined> {
  let after = 0
  for (;;) {
    const { rows } = await client.query<StoredSeal & { size: string }>(
      `SELECT size, root, frontier, to_char(through_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "throughAt",
              to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sealedAt", prev_seal_hash AS former, note
         FROM audit.seals WHERE tenant_id = $1 AND size > $2 ORDER BY size LIMIT $3`,
      [tenantId, after, BATCH],
    )
    for (const row of rows) yield { ...row, size: Number(row.size) }
    if (rows.length < BATCH) return
    after = Number(rows.at(-1)?.size ?? after)
  }
}
