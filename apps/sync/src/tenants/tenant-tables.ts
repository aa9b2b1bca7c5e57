import { schemaNames } from 'db-migrations/protocol'
import type pg from 'pg'
import { recordTables } from 'records'

/** A table with rows of tenants; `name` is qualified and quoted for SQL. */
export interface TenantTable {
  readonly schema: string
  readonly table: string
  readonly name: string
}

/**
 * The first tables in the lock order of transactions that lock several tables. A tenant is added, and
 * completed, with its row locked first. A projection that is under way ends before the removal deletes
 * anything else.
 */
const first = ['raw.tenants', 'sync.followers', 'sync.domains', 'raw.sync_state']
/** The last tables in the lock order: the position in a change feed blocks every writer of the tenant. */
const last = ['raw.changes', 'raw.change_positions', 'lazi.changes', 'lazi.change_positions']
/** Records before those that they refer to. */
const records = recordTables.map(({ name }) => `lazi.${name}`).toReversed()

function rank({ schema, table }: TenantTable): number {
  const name = `${schema}.${table}`
  if (first.includes(name)) return first.indexOf(name) - first.length
  if (last.includes(name)) return 1 + records.length + last.indexOf(name)
  return records.indexOf(name) + 1
}

/** A table whose `tenant_id` is of another type: none of ours, and without rows of our tenants. */
export interface ForeignTable extends TenantTable {
  /** The type of its `tenant_id`, such as `uuid`. */
  readonly type: string
}

/**
 * All tables of our schemas with a `tenant_id` from which the session may delete, in the lock order: first `tenants`,
 * last `feeds`, which block every writer of the tenant; and `foreign` those whose `tenant_id` is not a bigint.
 */
export async function readTenantTables(client: pg.ClientBase): Promise<{
  readonly tenants: readonly TenantTable[]
  readonly feeds: readonly TenantTable[]
  readonly foreign: readonly ForeignTable[]
}> {
  const { rows } = await client.query<ForeignTable>(
    `SELECT space.nspname AS schema, class.relname AS table, format('%I.%I', space.nspname, class.relname) AS name,
            format_type(attribute.atttypid, attribute.atttypmod) AS type
       FROM pg_class AS class
       JOIN pg_namespace AS space ON space.oid = class.relnamespace
       JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = 'tenant_id'
      WHERE space.nspname = ANY ($1) AND class.relkind IN ('r', 'p') AND NOT class.relispartition
        AND NOT attribute.attisdropped AND has_table_privilege(class.oid, 'DELETE')
      ORDER BY space.nspname COLLATE "C", class.relname COLLATE "C"`,
    [schemaNames],
  )
  const isOurs = ({ type }: ForeignTable) => type === 'bigint'
  const ours = rows.filter(isOurs).toSorted((one, other) => rank(one) - rank(other))
  const isFeed = ({ schema, table }: TenantTable) => last.includes(`${schema}.${table}`)
  return {
    tenants: ours.filter((table) => !isFeed(table)),
    feeds: ours.filter(isFeed),
    foreign: rows.filter((table) => !isOurs(table)),
  }
}
