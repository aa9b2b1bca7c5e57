-- Reverts 042_say_how_logs_were_verified. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '042_say_how_logs_were_verified' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 042_say_how_logs_were_verified', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "audit"."verifications"
  DROP "options",
  DROP "checkpoint_size",
  DROP "seals";

DELETE FROM public.pgmigrations WHERE name = '042_say_how_logs_were_verified';

COMMIT;
