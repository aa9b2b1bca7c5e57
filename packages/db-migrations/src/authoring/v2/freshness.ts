import type { MigrationBuilder } from 'node-pg-migrate'
import { quoteLiteral } from '../v1/sql-text.ts'

/**
 * Replaces `raw.freshness` by a view of exactly these cache tables; its comments, owner and grants are kept.
 *
 * The list is part of the view: reading it from the system catalog would join the catalog with distributed tables.
 */
export function replaceFreshness(pgm: MigrationBuilder, tables: readonly string[]): void {
  const rows = tables.map((table) => `(${quoteLiteral(table)})`).join(', ')
  // security_invoker: the tables' row-level security applies to the reader of the view, not to its owner.
  pgm.sql(`
CREATE OR REPLACE VIEW raw.freshness WITH (security_invoker = true) AS
SELECT tenants.tenant_id,
       tenants.name AS tenant,
       cache_tables.table_name,
       state.data_as_of,
       now() - state.data_as_of AS lag,
       coalesce(schedule.freshness_target, interval '30 minutes') AS target,
       coalesce(now() - state.data_as_of > coalesce(schedule.freshness_target, interval '30 minutes'), true) AS breached,
       state.complete_as_of,
       state.last_full_sync,
       state.last_incremental_sync,
       state.last_error,
       coalesce(state.status, 'idle') AS status
  FROM raw.tenants
 CROSS JOIN (VALUES ${rows}) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;`)
}
