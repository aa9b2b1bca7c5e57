-- Applies 051_add_list_reads_to_sync_state. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '050_create_facts_of_labor' THEN
    RAISE EXCEPTION '051_add_list_reads_to_sync_state comes after 050_create_facts_of_labor, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  ADD "listed_until" timestamptz;
COMMENT ON COLUMN "raw"."sync_state"."listed_until" IS $pga$Some accounts have feeds that leave documented fields blank. They are read from the list, of all records that changed before this time; NULL: the feed has them.$pga$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('051_add_list_reads_to_sync_state', now() AT TIME ZONE 'UTC');

COMMIT;
