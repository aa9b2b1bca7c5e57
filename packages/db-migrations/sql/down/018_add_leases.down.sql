-- Reverts 018_add_leases. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '018_add_leases' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 018_add_leases', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER TABLE "raw"."sync_state"
  DROP "leased_until",
  DROP "lease_id";

DELETE FROM public.pgmigrations WHERE name = '018_add_leases';

COMMIT;
