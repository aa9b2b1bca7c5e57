-- Reverts 025_revoke_keys_of_removed_tenants. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '025_revoke_keys_of_removed_tenants' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 025_revoke_keys_of_removed_tenants', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

REVOKE USAGE ON SCHEMA api FROM lazi_sync;

DROP FUNCTION api.revoke_tenant_keys(bigint);

DELETE FROM public.pgmigrations WHERE name = '025_revoke_keys_of_removed_tenants';

COMMIT;
