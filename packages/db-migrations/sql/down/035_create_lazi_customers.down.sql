-- Reverts 035_create_lazi_customers. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '035_create_lazi_customers' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 035_create_lazi_customers', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "lazi"."location_contacts";

DROP TABLE "lazi"."locations";

DROP TABLE "lazi"."customer_contacts";

DROP TABLE "lazi"."customers";

DELETE FROM public.pgmigrations WHERE name = '035_create_lazi_customers';

COMMIT;
