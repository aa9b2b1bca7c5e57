import type pg from 'pg'

interface Change {
  readonly seq: string
  readonly table_name: string
  readonly st_id: string | null
  readonly op: string
}

type Mirror = Map<string, unknown>

/** A correct consumer of the change feed, which keeps a copy of the live rows by the feed alone. */
export interface Consumer {
  /** The copy: rows by id, by table. */
  readonly mirrors: ReadonlyMap<string, Mirror>
  /** All received seqs, in order. */
  readonly seen: readonly string[]
  /** Reads the new changes: `seq > last`. */
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

/** All live rows, or those of `ids`, by id, without the columns with times of writing. */
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
