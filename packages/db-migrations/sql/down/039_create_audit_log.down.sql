-- Reverts 039_create_audit_log. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '039_create_audit_log' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 039_create_audit_log', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "audit"."entries";

DROP TABLE "audit"."positions";

DROP SCHEMA "audit";

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = 'lazi_eraser' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS lazi_eraser;
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;

DELETE FROM public.pgmigrations WHERE name = '039_create_audit_log';

COMMIT;
