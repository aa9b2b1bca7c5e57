import type pg from 'pg'

interface Change {
  readonly seq: string
  readonly table_name: string
  readonly st_id: string | null
  readonly op: string
}

type Mirror = Map<string, unknown>

/** An app that follows the change feed as it is meant to be followed, and keeps a copy of the live rows by it alone. */
export interface Consumer {
  /** Its copy: table to id to row. */
  readonly mirrors: ReadonlyMap<string, Mirror>
  /** Every seq, in the order in which it came. */
  readonly seen: readonly string[]
  /** Takes what is new: `seq > last`. */
  follow(): Promise<void>
}

export function createConsumer(pool: pg.Pool, tenantId: string): Consumer {
  const mirrors = new Map<string, Mirror>()
  const seen: string[] = []
  return {
    mirrors,
    seen,
    async follow() {
      const { rows } = await pool.query<Change>(
        `SELECT seq, table_name, st_id, op FROM raw.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq`,
        [tenantId, seen.at(-1) ?? 0],
      )
      const touched = new Map<string, string[]>()
      for (const { seq, table_name, st_id, op } of rows) {
        seen.push(seq)
        if (op === 'snapshot') mirrors.set(table_name, await readLiveRows(pool, tenantId, table_name))
        if (!mirrors.has(table_name)) throw new Error(`An event of ${table_name} came before its snapshot.`)
        if (st_id !== null) touched.set(table_name, [...(touched.get(table_name) ?? []), st_id])
      }
      for (const [table, ids] of touched) {
        const live = await readLiveRows(pool, tenantId, table, ids)
        for (const id of ids) mirrors.get(table)?.delete(id)
        for (const [id, row] of live) mirrors.get(table)?.set(id, row)
      }
    },
  }
}

/** Live rows by id, all or those of `ids`, less the columns that say when we wrote them. */
export async function readLiveRows(
  pool: pg.Pool,
  tenantId: string,
  table: string,
  ids: readonly string[] | null = null,
): Promise<Mirror> {
  const { rows } = await pool.query<{ id: string; row: unknown }>(
    `SELECT st_id AS id, to_jsonb(kept) - '{synced_at,updated_at}'::text[] AS row FROM raw.${table} AS kept
      WHERE tenant_id = $1 AND deleted_at IS NULL AND ($2::bigint[] IS NULL OR st_id = ANY ($2)) ORDER BY st_id`,
    [tenantId, ids],
  )
  return new Map(rows.map(({ id, row }) => [id, row]))
}
