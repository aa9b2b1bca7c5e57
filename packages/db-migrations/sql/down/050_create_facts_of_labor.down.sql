-- Reverts 050_create_facts_of_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '050_create_facts_of_labor' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 050_create_facts_of_labor', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP TABLE "analytics"."membership_changes";

DROP TABLE "analytics"."cancellations";

DROP TABLE "analytics"."campaign_costs";

DROP TABLE "analytics"."calls";

DROP TABLE "analytics"."available_time";

DROP TABLE "analytics"."other_work";

DROP TABLE "analytics"."shifts";

DROP TABLE "analytics"."sold_work";

DROP TABLE "analytics"."sold_items";

DROP TABLE "analytics"."arrivals";

DROP TABLE "analytics"."timesheets";

DROP TABLE "analytics"."job_splits";

DELETE FROM public.pgmigrations WHERE name = '050_create_facts_of_labor';

COMMIT;
