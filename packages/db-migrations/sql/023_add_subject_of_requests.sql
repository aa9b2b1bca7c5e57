-- Applies 023_add_subject_of_requests. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '022_create_st_job_hold_reasons' THEN
    RAISE EXCEPTION '023_add_subject_of_requests comes after 022_create_st_job_hold_reasons, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."sync_requests"
  ADD "subject" text NOT NULL GENERATED ALWAYS AS (CASE WHEN kind IN ('replay', 'drop') THEN 'quarantine' ELSE 'run' END) STORED;
COMMENT ON COLUMN "raw"."sync_requests"."subject" IS $pga$What the request is about. run: a run of the table; quarantine: the entry in quarantine_id.$pga$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('023_add_subject_of_requests', now() AT TIME ZONE 'UTC');

COMMIT;
