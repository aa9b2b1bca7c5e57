import type { MigrationBuilder } from 'node-pg-migrate'
import {
  createCacheTable as createUnsecured,
  type CacheTable as TableBeforeSecurity,
} from '../v1/cache-table.ts'

// Unchanged since v1.
export { dropCacheTable, unsecureTable } from '../v1/cache-table.ts'

/** A cache table, always with row-level security. */
export type CacheTable = Omit<TableBeforeSecurity, 'secured'>

/**
 * Policy condition for the tenant of the setting `lazi.tenant_id`; no rows without it. Contains no sub-select, which
 * Citus rejects in a policy of a distributed table.
 */
export const isOfTenant = `tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint`

/** Creates `raw.<name>` with the shared columns and indexes of cache tables, and row-level security. */
export function createCacheTable(pgm: MigrationBuilder, table: CacheTable): void {
  createUnsecured(pgm, table)
  secureTable(pgm, table.name)
}

/**
 * Makes `lazi_migrator` the owner of `raw.<name>` and forces row-level security: `lazi_reader` sees the rows that match
 * {@link isOfTenant}, `lazi_sync` and `lazi_migrator` see all.
 */
export function secureTable(pgm: MigrationBuilder, name: string): void {
  const target = { schema: 'raw', name }
  pgm.sql(`ALTER TABLE raw.${name} OWNER TO lazi_migrator;`)
  pgm.sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON raw.${name} TO lazi_sync;`)
  pgm.sql(`GRANT SELECT ON raw.${name} TO lazi_reader;`)
  pgm.alterTable(target, { levelSecurity: 'ENABLE' })
  pgm.alterTable(target, { levelSecurity: 'FORCE' })
  pgm.createPolicy(target, 'all_tenants', {
    command: 'ALL',
    role: ['lazi_migrator', 'lazi_sync'],
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(target, 'one_tenant', { command: 'SELECT', role: 'lazi_reader', using: isOfTenant })
}
