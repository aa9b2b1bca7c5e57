-- Applies 025_revoke_keys_of_removed_tenants. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '024_reword_comments' THEN
    RAISE EXCEPTION '025_revoke_keys_of_removed_tenants comes after 024_reword_comments, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE FUNCTION api.revoke_tenant_keys(tenant bigint) RETURNS bigint
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    WITH revoked AS (
      UPDATE api.keys SET revoked_at = now() WHERE tenant_id = tenant AND revoked_at IS NULL RETURNING 1)
    SELECT count(*) FROM revoked;
  END;

ALTER FUNCTION api.revoke_tenant_keys(bigint) OWNER TO lazi_migrator;

COMMENT ON FUNCTION api.revoke_tenant_keys(bigint) IS 'Revokes the valid keys of a tenant, and returns their number.';

REVOKE ALL ON FUNCTION api.revoke_tenant_keys(bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION api.revoke_tenant_keys(bigint) TO lazi_sync;

GRANT USAGE ON SCHEMA api TO lazi_sync;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('025_revoke_keys_of_removed_tenants', now() AT TIME ZONE 'UTC');

COMMIT;
