-- Reverts 049_create_lazi_views_of_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '049_create_lazi_views_of_labor' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 049_create_lazi_views_of_labor', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP VIEW "lazi"."membership_status_changes";

DROP VIEW "lazi"."memberships";

DROP VIEW "lazi"."membership_types";

DROP VIEW "lazi"."campaign_costs";

DROP VIEW "lazi"."invoice_items";

DROP VIEW "lazi"."job_canceled_logs";

DROP VIEW "lazi"."calls";

DROP VIEW "lazi"."non_job_appointments";

DROP VIEW "lazi"."technician_shifts";

DROP VIEW "lazi"."job_splits";

DROP VIEW "lazi"."job_timesheets";

DELETE FROM public.pgmigrations WHERE name = '049_create_lazi_views_of_labor';

COMMIT;
