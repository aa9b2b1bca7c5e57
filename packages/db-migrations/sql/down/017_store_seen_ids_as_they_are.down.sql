-- Reverts 017_store_seen_ids_as_they_are. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '017_store_seen_ids_as_they_are' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 017_store_seen_ids_as_they_are', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE raw.full_sync_pages ALTER COLUMN st_ids SET STORAGE EXTENDED;

DELETE FROM public.pgmigrations WHERE name = '017_store_seen_ids_as_they_are';

COMMIT;
