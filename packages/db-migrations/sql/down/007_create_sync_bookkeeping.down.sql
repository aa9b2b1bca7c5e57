-- Reverts 007_create_sync_bookkeeping. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '007_create_sync_bookkeeping' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 007_create_sync_bookkeeping', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "raw"."api_drift";

DROP TABLE "raw"."quarantine";

DROP TABLE "raw"."sync_runs";

DROP TABLE "raw"."tenants";

DELETE FROM public.pgmigrations WHERE name = '007_create_sync_bookkeeping';

COMMIT;
