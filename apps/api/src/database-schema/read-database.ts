import { readSchemaDrift } from 'db-migrations'
import { ledgerName, schemaNames } from 'db-migrations/protocol'
import type pg from 'pg'
import { instantText } from 'records'
import type { Database } from './database-schemas.ts'

const statement = `
SELECT s.nspname AS schema, t.relname AS name, obj_description(t.oid, 'pg_class') AS comment,
       (SELECT coalesce(json_agg(json_build_object(
                 'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', NOT a.attnotnull,
                 'comment', col_description(t.oid, a.attnum)) ORDER BY a.attnum), '[]')
          FROM pg_attribute AS a WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
       (SELECT coalesce(json_agg(json_build_object(
                 'name', c.relname, 'definition', pg_get_indexdef(c.oid),
                 'comment', obj_description(c.oid, 'pg_class')) ORDER BY c.relname), '[]')
          FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid WHERE i.indrelid = t.oid) AS indexes
  FROM pg_class AS t JOIN pg_namespace AS s ON s.oid = t.relnamespace
 WHERE s.nspname = ANY ($1) AND t.relkind IN ('r', 'p', 'v')
 ORDER BY s.nspname, t.relname`

/** A difference too: it is not known that the schema matches. */
const notCompared = 'not compared: schema/catalog.json is older than the migrations; run db-migrations docs'

/** The tables, the applied migrations, and how the schema differs from that of the migrations. */
export async function readDatabase(client: pg.ClientBase): Promise<Database> {
  const { rows: tables } = await client.query<Database['tables'][number]>(statement, [schemaNames])
  const { rows: migrations } = await client.query<Database['migrations'][number]>(
    `SELECT name, ${instantText('run_on')} AS "appliedAt" FROM ${ledgerName} ORDER BY run_on, id`,
  )
  const drift = await readSchemaDrift(client)
  const differences = drift?.map(({ problem, kind, name }) => `${problem} ${kind}: ${name}`) ?? [notCompared]
  return { tables, migrations, verify: { matches: differences.length === 0, differences } }
}
