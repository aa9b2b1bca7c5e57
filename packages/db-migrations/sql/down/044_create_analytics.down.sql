-- Reverts 044_create_analytics. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '044_create_analytics' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 044_create_analytics', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DELETE FROM sync.followers WHERE name = 'analytics';

DROP TABLE "analytics"."dirty_keys";

DROP TABLE "analytics"."jobs";

DROP TABLE "analytics"."invoices";

DROP SCHEMA "analytics";

DELETE FROM public.pgmigrations WHERE name = '044_create_analytics';

COMMIT;
