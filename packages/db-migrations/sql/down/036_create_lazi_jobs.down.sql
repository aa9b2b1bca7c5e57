-- Reverts 036_create_lazi_jobs. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '036_create_lazi_jobs' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 036_create_lazi_jobs', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "lazi"."appointment_assignments";

DROP TABLE "lazi"."appointments";

DROP TABLE "lazi"."jobs";

DELETE FROM public.pgmigrations WHERE name = '036_create_lazi_jobs';

COMMIT;
