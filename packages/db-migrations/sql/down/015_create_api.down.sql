-- Reverts 015_create_api. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '015_create_api' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 015_create_api', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP POLICY "one_tenant_asks" ON "raw"."sync_requests";

ALTER POLICY "one_tenant" ON "raw"."sync_requests" TO lazi_reader;

REVOKE ALL ON raw.sync_requests FROM lazi_api;

ALTER POLICY "one_tenant" ON "raw"."quarantine" TO lazi_reader;

REVOKE ALL ON raw.quarantine FROM lazi_api;

ALTER POLICY "one_tenant" ON "raw"."tenants" TO lazi_reader;

REVOKE ALL ON raw.tenants FROM lazi_api;

DROP TABLE "api"."keys";

REVOKE ALL ON SCHEMA raw FROM lazi_api;

DROP SCHEMA "api";

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = 'lazi_api' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS lazi_api;
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;

DELETE FROM public.pgmigrations WHERE name = '015_create_api';

COMMIT;
