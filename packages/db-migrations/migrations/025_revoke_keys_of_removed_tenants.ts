import type { MigrationBuilder } from 'node-pg-migrate'

// The sync removes tenants, and must not read or write keys: it may only revoke all keys of one tenant, through this
// function, whose owner may. The policies of api.keys apply to the owner too.

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
CREATE FUNCTION api.revoke_tenant_keys(tenant bigint) RETURNS bigint
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    WITH revoked AS (
      UPDATE api.keys SET revoked_at = now() WHERE tenant_id = tenant AND revoked_at IS NULL RETURNING 1)
    SELECT count(*) FROM revoked;
  END`)
  pgm.sql('ALTER FUNCTION api.revoke_tenant_keys(bigint) OWNER TO lazi_migrator')
  pgm.sql(
    `COMMENT ON FUNCTION api.revoke_tenant_keys(bigint) IS 'Revokes the valid keys of a tenant, and returns their number.'`,
  )
  pgm.sql('REVOKE ALL ON FUNCTION api.revoke_tenant_keys(bigint) FROM PUBLIC')
  pgm.sql('GRANT EXECUTE ON FUNCTION api.revoke_tenant_keys(bigint) TO lazi_sync')
  pgm.sql('GRANT USAGE ON SCHEMA api TO lazi_sync')
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql('REVOKE USAGE ON SCHEMA api FROM lazi_sync')
  pgm.sql('DROP FUNCTION api.revoke_tenant_keys(bigint)')
}
