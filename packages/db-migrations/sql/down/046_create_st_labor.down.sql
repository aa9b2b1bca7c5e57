-- Reverts 046_create_st_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '046_create_st_labor' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 046_create_st_labor', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

CREATE OR REPLACE VIEW raw.freshness WITH (security_invoker = true) AS
SELECT tenants.tenant_id,
       tenants.name AS tenant,
       cache_tables.table_name,
       state.data_as_of,
       now() - state.data_as_of AS lag,
       coalesce(schedule.freshness_target, interval '30 minutes') AS target,
       coalesce(now() - state.data_as_of > coalesce(schedule.freshness_target, interval '30 minutes'), true) AS breached,
       state.complete_as_of,
       state.last_full_sync,
       state.last_incremental_sync,
       state.last_error,
       coalesce(state.status, 'idle') AS status
  FROM raw.tenants
 CROSS JOIN (VALUES ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'), ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'), ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'), ('st_invoices'), ('st_payments'), ('st_estimates'), ('st_job_cancel_reasons'), ('st_job_hold_reasons')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;

DROP TABLE "raw"."st_non_job_appointments";

DROP TABLE "raw"."st_technician_shifts";

DROP TABLE "raw"."st_job_splits";

DROP TABLE "raw"."st_job_timesheets";

DELETE FROM public.pgmigrations WHERE name = '046_create_st_labor';

COMMIT;
