-- Reverts 027_create_workers. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '027_create_workers' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 027_create_workers', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  DROP "failures";

ALTER TABLE "raw"."tenants"
  DROP "paused_at",
  DROP "paused_by";

DROP VIEW "raw"."worker_state";

DROP TABLE "raw"."workers";

DELETE FROM public.pgmigrations WHERE name = '027_create_workers';

COMMIT;
