-- Applies 031_keep_former_values. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '030_count_outdated_records' THEN
    RAISE EXCEPTION '031_keep_former_values comes after 030_count_outdated_records, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."changes"
  ADD "before" jsonb,
  ADD "added" text[],
  ADD "before_columns" jsonb,
  ADD "run_id" bigint;
COMMENT ON COLUMN "raw"."changes"."before" IS $pga$Former values of the top-level fields of full_data that an update or restore changed or removed, whole; {}: there are none. NULL: nothing is kept, as for inserts, deletes, snapshots, changes older than this column, and values nested too deeply to be copied.$pga$;
COMMENT ON COLUMN "raw"."changes"."added" IS $pga$Top-level fields of full_data that the former record did not have; NULL: none.$pga$;
COMMENT ON COLUMN "raw"."changes"."before_columns" IS $pga$Former values of changed columns that are not read from the record: derived columns, and deleted_at of a restore; NULL: none.$pga$;
COMMENT ON COLUMN "raw"."changes"."run_id" IS $pga$The run that wrote the change; NULL: none, as for a replay of quarantined records.$pga$;

COMMENT ON COLUMN raw.tenants.settings IS 'Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data; changesDays, the days for which raw.changes is kept.';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('031_keep_former_values', now() AT TIME ZONE 'UTC');

COMMIT;
