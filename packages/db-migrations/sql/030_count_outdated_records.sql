-- Applies 030_count_outdated_records. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '029_create_adopted_columns' THEN
    RAISE EXCEPTION '030_count_outdated_records comes after 029_create_adopted_columns, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."sync_runs"
  ADD "outdated" bigint DEFAULT 0 NOT NULL;
COMMENT ON COLUMN "raw"."sync_runs"."outdated" IS $pga$Records that were skipped because the stored version is newer.$pga$;

COMMENT ON COLUMN raw.sync_runs.unchanged IS 'Records that were already stored.';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('030_count_outdated_records', now() AT TIME ZONE 'UTC');

COMMIT;
