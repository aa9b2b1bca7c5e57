-- Reverts 023_add_subject_of_requests. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '023_add_subject_of_requests' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 023_add_subject_of_requests', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "raw"."sync_requests"
  DROP "subject";

DELETE FROM public.pgmigrations WHERE name = '023_add_subject_of_requests';

COMMIT;
