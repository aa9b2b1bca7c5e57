import { schemaNames } from 'db-migrations/protocol'
import type pg from 'pg'

/** A table with rows of tenants; `name` is qualified and quoted for SQL. */
export interface TenantTable {
  readonly schema: string
  readonly table: string
  readonly name: string
}

/** The first tables in the lock order of transactions that lock several tables. */
const first = ['tenants', 'sync_state']
/** The last tables in the lock order: the position in the change feed blocks every writer of the tenant. */
const last = ['changes', 'change_positions']

const rank = ({ table }: TenantTable) =>
  first.includes(table) ? first.indexOf(table) - first.length : last.indexOf(table) + 1

/**
 * All tables of our schemas with a `tenant_id` from which the session may delete, in the lock order.
 */
export async function readTenantTables(client: pg.ClientBase): Promise<TenantTable[]> {
  const { rows } = await client.query<TenantTable>(
    `SELECT space.nspname AS schema, class.relname AS table, format('%I.%I', space.nspname, class.relname) AS name
       FROM pg_class AS class
       JOIN pg_namespace AS space ON space.oid = class.relnamespace
       JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = 'tenant_id'
      WHERE space.nspname = ANY ($1) AND class.relkind IN ('r', 'p') AND NOT class.relispartition
        AND NOT attribute.attisdropped AND has_table_privilege(class.oid, 'DELETE')
      ORDER BY space.nspname COLLATE "C", class.relname COLLATE "C"`,
    [schemaNames],
  )
  return rows.toSorted((one, other) => rank(one) - rank(other))
}
