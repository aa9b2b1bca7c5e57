import type pg from 'pg'
import { findFullAccess } from '../access/full-access.ts'
import { listMigrationFiles } from '../migration-files.ts'
import { type DeletedData, findDeletedData } from '../plan/deleted-data.ts'
import { openReader } from './session.ts'

/** A table or a column with data that a rollback drops. */
export interface Loss {
  /** Such as `api.keys`, or `raw.sync_state.failures`. */
  readonly name: string
  /** Rows of the table, or those with a value in the column that is not its default. */
  readonly rows: number
}

/**
 * The data that reverting migrations drops: tables that have rows, and columns that have values. Reads only.
 * @param names of the migrations, in the order in which they are reverted
 */
export async function readLosses(connectionString: string, names: readonly string[]): Promise<Loss[]> {
  const files = await listMigrationFiles()
  const dropped: DeletedData[] = []
  for (const name of names) {
    const file = files.find((candidate) => candidate.name === name)
    if (!file) continue
    const deleted = await findDeletedData(file)
    dropped.push(...deleted.filter(({ kind }) => kind === 'table' || kind === 'column'))
  }
  const client = await openReader({ connectionString, applicationName: 'db-migrations' })
  try {
    // Before row-level security there is no such role, and the owner sees every row.
    const setRole = await findFullAccess(client).catch(() => undefined)
    if (setRole) await client.query(setRole)
    return await countRows(client, dropped)
  } finally {
    await client.end()
  }
}

async function countRows(client: pg.ClientBase, dropped: readonly DeletedData[]): Promise<Loss[]> {
  const tables = new Set(dropped.filter(({ column }) => column === undefined).map(({ name }) => name))
  const losses: Loss[] = []
  for (const { name: table, column } of dropped) {
    // The columns of a dropped table are lost with it.
    if (column !== undefined && tables.has(table)) continue
    const { rows: found } = await client.query<{ relation: string; hasData: string }>(
      `SELECT c.oid::regclass::text AS relation,
              CASE WHEN a.attname IS NULL THEN 'true'
                   WHEN a.attgenerated <> '' THEN 'false'
                   ELSE format('%1$I IS NOT NULL AND %1$I IS DISTINCT FROM (%2$s)', a.attname,
                               coalesce(pg_get_expr(d.adbin, d.adrelid), 'NULL')) END AS "hasData"
         FROM pg_class c
         LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = $2 AND NOT a.attisdropped
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.oid = to_regclass($1) AND c.relkind IN ('r', 'p') AND ($2::text IS NULL OR a.attname IS NOT NULL)`,
      [table, column ?? null],
    )
    const [target] = found
    if (!target) continue
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) AS count FROM ${target.relation} WHERE ${target.hasData}`,
    )
    const count = Number(rows[0]?.count ?? 0)
    if (count > 0) losses.push({ name: column === undefined ? table : `${table}.${column}`, rows: count })
  }
  return losses
}
