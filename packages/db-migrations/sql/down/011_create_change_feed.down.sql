-- Reverts 011_create_change_feed. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '011_create_change_feed' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 011_create_change_feed', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "raw"."change_positions";

DROP TABLE "raw"."changes";

DELETE FROM public.pgmigrations WHERE name = '011_create_change_feed';

COMMIT;
