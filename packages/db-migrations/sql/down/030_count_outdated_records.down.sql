-- Reverts 030_count_outdated_records. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '030_count_outdated_records' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 030_count_outdated_records', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "raw"."sync_runs"
  DROP "outdated";

COMMENT ON COLUMN raw.sync_runs.unchanged IS 'Records that were already stored, or older than what is stored.';

DELETE FROM public.pgmigrations WHERE name = '030_count_outdated_records';

COMMIT;
