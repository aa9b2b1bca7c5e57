-- Reverts 045_create_facts_of_work. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '045_create_facts_of_work' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 045_create_facts_of_work', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "analytics"."payment_applications";

DROP TABLE "analytics"."estimates";

DROP TABLE "analytics"."technician_jobs";

DROP TABLE "analytics"."technician_visits";

DROP TABLE "analytics"."visits";

DELETE FROM public.pgmigrations WHERE name = '045_create_facts_of_work';

COMMIT;
