-- Reverts 008_create_reference_resources. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '008_create_reference_resources' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 008_create_reference_resources', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "raw"."st_employees";

DROP TABLE "raw"."st_tag_types";

DROP TABLE "raw"."st_teams";

DROP TABLE "raw"."st_zones";

DROP TABLE "raw"."st_job_types";

DROP TABLE "raw"."st_campaigns";

DROP TABLE "raw"."st_business_units";

DROP TABLE "raw"."st_location_contacts";

DROP TABLE "raw"."st_customer_contacts";

DROP TABLE "raw"."st_customers";

DELETE FROM public.pgmigrations WHERE name = '008_create_reference_resources';

COMMIT;
