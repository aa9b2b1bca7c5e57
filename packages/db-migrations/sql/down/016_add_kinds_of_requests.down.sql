-- Reverts 016_add_kinds_of_requests. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '016_add_kinds_of_requests' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 016_add_kinds_of_requests', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

ALTER TABLE "raw"."sync_schedules" DROP CONSTRAINT "sync_schedules_positive_check";

ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_kind_new_check CHECK (kind IN ('full', 'incremental', 'hot', 'verify')) NOT VALID;

DELETE FROM raw.sync_requests WHERE kind IN ('replay', 'drop');

ALTER TABLE raw.sync_requests VALIDATE CONSTRAINT sync_requests_kind_new_check;

ALTER TABLE raw.sync_requests DROP CONSTRAINT sync_requests_kind_check;

ALTER TABLE raw.sync_requests RENAME CONSTRAINT sync_requests_kind_new_check TO sync_requests_kind_check;

COMMENT ON COLUMN raw.sync_requests.kind IS 'The kind of run that is asked for, as in raw.sync_runs.';

ALTER TABLE "raw"."sync_requests" DROP CONSTRAINT "sync_requests_quarantine_check";

ALTER TABLE "raw"."sync_requests"
  DROP "quarantine_id";

DELETE FROM public.pgmigrations WHERE name = '016_add_kinds_of_requests';
