-- Reverts 051_add_list_reads_to_sync_state. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '051_add_list_reads_to_sync_state' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 051_add_list_reads_to_sync_state', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  DROP "listed_until";

DELETE FROM public.pgmigrations WHERE name = '051_add_list_reads_to_sync_state';

COMMIT;
