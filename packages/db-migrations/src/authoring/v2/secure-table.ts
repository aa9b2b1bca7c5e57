import type { MigrationBuilder } from 'node-pg-migrate'

/**
 * Policy condition for the tenant of the setting `lazi.tenant_id`; no rows without it. Contains no sub-select, which
 * Citus rejects in a policy of a distributed table.
 */
export const isOfTenant = `tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint`

/**
 * Makes `lazi_migrator` the owner of a table with tenants, and forces row-level security: `lazi_reader` sees the rows
 * that match {@link isOfTenant}, `lazi_sync` and `lazi_migrator` see all.
 */
export function secureTenantTable(
  pgm: MigrationBuilder,
  target: { readonly schema: string; readonly name: string },
): void {
  const name = `${target.schema}.${target.name}`
  pgm.sql(`ALTER TABLE ${name} OWNER TO lazi_migrator;`)
  pgm.sql(`GRANT SELECT, INSERT, UPDATE, DELETE ON ${name} TO lazi_sync;`)
  pgm.sql(`GRANT SELECT ON ${name} TO lazi_reader;`)
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
