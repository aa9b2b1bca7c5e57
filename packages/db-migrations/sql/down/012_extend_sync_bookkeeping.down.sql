-- Reverts 012_extend_sync_bookkeeping. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '012_extend_sync_bookkeeping' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 012_extend_sync_bookkeeping', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP VIEW "raw"."freshness";

DROP TABLE "raw"."rate_limits";

DROP TABLE "raw"."sync_requests";

DROP TABLE "raw"."delete_suspects";

DROP TABLE "raw"."full_sync_pages";

DROP TABLE "raw"."sync_schedules";

ALTER TABLE "raw"."tenants"
  DROP "circuit_open_until",
  DROP "circuit_reason",
  DROP "consecutive_failures";

ALTER TABLE "raw"."sync_runs"
  DROP "windows",
  DROP "mended";

ALTER TABLE "raw"."sync_state"
  DROP "full_sync_started_at",
  DROP "last_hot_sync",
  DROP "last_verified_at",
  DROP "complete_as_of";

DELETE FROM public.pgmigrations WHERE name = '012_extend_sync_bookkeeping';

COMMIT;
