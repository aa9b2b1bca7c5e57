import type pg from 'pg'
import { ledgerName } from '../protocol/ledger.ts'
import { schemaNames } from '../protocol/schemas.ts'
import type { DumpedTable } from './format.ts'

/**
 * The tables of a dump with the columns that are not generated: those that others refer to by foreign keys first, else by
 * name, so that rows can be restored in this order. Unlogged tables are not in it: they have the state of the moment,
 * which PostgreSQL itself drops after a crash.
 */
export async function listTables(client: pg.ClientBase): Promise<DumpedTable[]> {
  const { rows } = await client.query<DumpedTable & { readonly parents: readonly string[] }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
            ARRAY(SELECT format('%I.%I', of.nspname, parent.relname)
                    FROM pg_constraint JOIN pg_class parent ON parent.oid = confrelid
                    JOIN pg_namespace of ON of.oid = parent.relnamespace
                   WHERE conrelid = c.oid AND contype = 'f' AND confrelid <> c.oid) AS parents,
            (SELECT coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attname COLLATE "C"), '{}')
               FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND c.relkind = 'r' AND c.relpersistence = 'p'
      ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    [schemaNames],
  )
  const left = new Map(rows.map((table) => [table.name, table]))
  const ordered: DumpedTable[] = []
  while (left.size > 0) {
    const next = [...left.values()].find(({ parents }) => !parents.some((parent) => left.has(parent)))
    // Tables that refer to each other have no order.
    const { name, columns } = next ?? ([...left.values()][0] as DumpedTable)
    ordered.push({ name, columns })
    left.delete(name)
  }
  return ordered
}

/** The sequences of identity columns, by name. */
export async function listSequences(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY ($1) AND c.relkind = 'S' ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    [schemaNames],
  )
  return rows.map(({ name }) => name)
}

/** The tables that have rows. */
export async function listNonEmpty(client: pg.ClientBase, tables: readonly DumpedTable[]): Promise<string[]> {
  if (tables.length === 0) return []
  const { rows } = await client.query<{ name: string }>(
    tables
      .map(({ name }) => `SELECT ${client.escapeLiteral(name)} AS name WHERE EXISTS (SELECT FROM ${name})`)
      .join(' UNION ALL '),
  )
  return rows.map(({ name }) => name)
}

/** Tables and views outside of the project's schemas, which a dump does not have, by name. */
export async function listForeignTables(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname <> ALL ($1) AND n.nspname !~ '^pg_|^information_schema$' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND c.oid <> ALL (array_remove(ARRAY[to_regclass($2), to_regclass($2 || '_checksums'), to_regclass($2 || '_progress')], NULL)::oid[])
      ORDER BY 1`,
    [schemaNames, ledgerName],
  )
  return rows.map(({ name }) => name)
}
