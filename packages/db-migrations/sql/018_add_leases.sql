-- Applies 018_add_leases. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '017_store_seen_ids_as_they_are' THEN
    RAISE EXCEPTION '018_add_leases comes after 017_store_seen_ids_as_they_are, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  ADD "leased_until" timestamptz,
  ADD "lease_id" uuid;
COMMENT ON COLUMN "raw"."sync_state"."leased_until" IS $pga$When the claim of the worker that syncs the table expires unless it is renewed; NULL: no worker has claimed it.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."lease_id" IS $pga$The claim, by which its worker notices that another one has claimed the table since; NULL: none.$pga$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('018_add_leases', now() AT TIME ZONE 'UTC');

COMMIT;
