-- Reverts 037_create_lazi_accounting. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '037_create_lazi_accounting' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 037_create_lazi_accounting', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP VIEW "lazi"."estimates";

DROP VIEW "lazi"."payments";

DROP VIEW "lazi"."invoices";

DELETE FROM public.pgmigrations WHERE name = '037_create_lazi_accounting';

COMMIT;
