-- Reverts 034_create_lazi_reference. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '034_create_lazi_reference' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 034_create_lazi_reference', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "lazi"."technicians";

DROP TABLE "lazi"."employees";

DROP TABLE "lazi"."job_hold_reasons";

DROP TABLE "lazi"."job_cancel_reasons";

DROP TABLE "lazi"."teams";

DROP TABLE "lazi"."zones";

DROP TABLE "lazi"."campaigns";

DROP TABLE "lazi"."job_types";

DROP TABLE "lazi"."business_units";

DROP TABLE "lazi"."tag_types";

DELETE FROM public.pgmigrations WHERE name = '034_create_lazi_reference';

COMMIT;
