import type { MigrationBuilder } from 'node-pg-migrate'
import {
  createCacheTable as createUnsecured,
  type CacheTable as TableBeforeSecurity,
} from '../v1/cache-table.ts'

// What did not change since v1.
export { dropCacheTable, unsecureTable } from '../v1/cache-table.ts'

/** A cache table; row-level security is a part of each. */
export type CacheTable = Omit<TableBeforeSecurity, 'secured'>

/**
 * The condition of a policy that shows one tenant: the one in the setting `lazi.tenant_id`; no row without a setting.
 * It has no sub-select, which Citus refuses in a policy of a distributed table.
 */
export const isOfTenant = `tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint`

/** Creates `raw.<name>` with the columns and indexes that every cache table shares, and secures it. */
export function createCacheTable(pgm: MigrationBuilder, table: CacheTable): void {
  createUnsecured(pgm, table)
  secureTable(pgm, table.name)
}

/**
 * Gives `raw.<name>` to `lazi_migrator` and turns on its row-level security, for the owner too: `lazi_reader` sees
 * the rows that {@link isOfTenant} is true for, `lazi_sync` and `lazi_migrator` see all.
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
