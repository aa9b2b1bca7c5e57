/**
 * SQL of the key of the advisory lock that a process holds while it syncs a table.
 * @param tenantId SQL of the tenant
 * @param tableName SQL of the table's name
 * @example
 * ```ts
 * await client.query(`SELECT pg_try_advisory_lock(${tableLockKey('$1::text', '$2::text')})`, ['7001', 'st_jobs'])
 * ```
 */
export const tableLockKey = (tenantId: string, tableName: string) =>
  `hashtextextended('lazi.sync:' || ${tenantId} || ':' || ${tableName}, 0)`

/**
 * The statement that returns, of the tables in `$1` (tenants) and `$2` (names), those that a process is syncing. It reads
 * no table: Citus would ask a worker node for the rows, which does not have the coordinator's locks.
 */
export const lockedTablesStatement = `
SELECT tenant_id AS "tenantId", table_name AS "tableName"
  FROM unnest($1::bigint[], $2::text[]) AS wanted (tenant_id, table_name)
 WHERE EXISTS (
   SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND (classid::bigint << 32) | objid::bigint = ${tableLockKey('tenant_id', 'table_name')})`
