import { schemaNames } from 'db-migrations/protocol'
import type pg from 'pg'

/** A table with rows of tenants; `name` is qualified and quoted as SQL needs it. */
export interface TenantTable {
  readonly schema: string
  readonly table: string
  readonly name: string
}

/** Locked before all others by whatever locks several tables, in this order. */
const first = ['tenants', 'sync_state']
/** Locked after all others: the position in the change feed, which every writer of the tenant waits for. */
const last = ['changes', 'change_positions']

const rank = ({ table }: TenantTable) =>
  first.includes(table) ? first.indexOf(table) - first.length : last.indexOf(table) + 1

/**
 * Every table of our schemas that has a `tenant_id` and from which the login may delete, in the order in which a
 * transaction has to lock them.
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
