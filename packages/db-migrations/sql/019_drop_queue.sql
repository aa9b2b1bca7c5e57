-- Applies 019_drop_queue. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '018_add_leases' THEN
    RAISE EXCEPTION '019_drop_queue comes after 018_add_leases, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DROP SCHEMA "lazi_queue" CASCADE;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('019_drop_queue', now() AT TIME ZONE 'UTC');

COMMIT;
