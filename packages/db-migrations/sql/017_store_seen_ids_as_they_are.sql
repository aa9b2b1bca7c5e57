-- Applies 017_store_seen_ids_as_they_are. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '016_add_kinds_of_requests' THEN
    RAISE EXCEPTION '017_store_seen_ids_as_they_are comes after 016_add_kinds_of_requests, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE raw.full_sync_pages ALTER COLUMN st_ids SET STORAGE EXTERNAL;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('017_store_seen_ids_as_they_are', now() AT TIME ZONE 'UTC');

COMMIT;
