-- Applies 016_add_kinds_of_requests. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '015_create_api' THEN
    RAISE EXCEPTION '016_add_kinds_of_requests comes after 015_create_api, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

ALTER TABLE "raw"."sync_requests"
  ADD "quarantine_id" bigint;
COMMENT ON COLUMN "raw"."sync_requests"."quarantine_id" IS $pga$The entry in quarantine that is to be replayed or dropped; NULL for a run.$pga$;

GRANT INSERT (quarantine_id) ON raw.sync_requests TO lazi_api;

ALTER TABLE raw.sync_requests ADD CONSTRAINT sync_requests_kind_new_check CHECK (kind IN ('full', 'incremental', 'hot', 'verify', 'replay', 'drop')) NOT VALID;

ALTER TABLE raw.sync_requests VALIDATE CONSTRAINT sync_requests_kind_new_check;

ALTER TABLE raw.sync_requests DROP CONSTRAINT sync_requests_kind_check;

ALTER TABLE raw.sync_requests RENAME CONSTRAINT sync_requests_kind_new_check TO sync_requests_kind_check;

COMMENT ON COLUMN raw.sync_requests.kind IS 'The kind of run that is asked for, as in raw.sync_runs; replay or drop: settle a record in quarantine.';

ALTER TABLE "raw"."sync_requests" ADD CONSTRAINT "sync_requests_quarantine_check" CHECK ((kind IN ('replay', 'drop')) = (quarantine_id IS NOT NULL)) NOT VALID;

ALTER TABLE "raw"."sync_requests" VALIDATE CONSTRAINT "sync_requests_quarantine_check";

UPDATE raw.sync_schedules SET incremental_every = NULL WHERE incremental_every <= interval '0';

UPDATE raw.sync_schedules SET full_every = NULL WHERE full_every <= interval '0';

UPDATE raw.sync_schedules SET verify_every = NULL WHERE verify_every <= interval '0';

UPDATE raw.sync_schedules SET freshness_target = NULL WHERE freshness_target <= interval '0';

ALTER TABLE "raw"."sync_schedules" ADD CONSTRAINT "sync_schedules_positive_check" CHECK (incremental_every > interval '0' AND full_every > interval '0' AND verify_every > interval '0' AND freshness_target > interval '0') NOT VALID;

ALTER TABLE "raw"."sync_schedules" VALIDATE CONSTRAINT "sync_schedules_positive_check";

INSERT INTO public.pgmigrations (name, run_on) VALUES ('016_add_kinds_of_requests', now() AT TIME ZONE 'UTC');
