-- Reverts 010_create_roles_and_row_level_security. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '010_create_roles_and_row_level_security' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 010_create_roles_and_row_level_security', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DO $$
BEGIN
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations')) THEN
    REVOKE ALL ON public.pgmigrations FROM lazi_sync, lazi_reader, lazi_migrator;
    REVOKE ALL ON SEQUENCE public.pgmigrations_id_seq FROM lazi_migrator;
  END IF;
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations_checksums')) THEN
    REVOKE ALL ON public.pgmigrations_checksums FROM lazi_migrator;
  END IF;
END $$;

ALTER DEFAULT PRIVILEGES FOR ROLE lazi_migrator IN SCHEMA raw REVOKE ALL ON TABLES FROM lazi_sync, lazi_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE lazi_migrator IN SCHEMA raw REVOKE ALL ON SEQUENCES FROM lazi_sync;

ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA raw REVOKE ALL ON TABLES FROM lazi_sync, lazi_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA raw REVOKE ALL ON SEQUENCES FROM lazi_sync;

REVOKE ALL ON ALL SEQUENCES IN SCHEMA raw FROM lazi_sync;

DROP POLICY "one_tenant" ON "raw"."st_estimates";

DROP POLICY "all_tenants" ON "raw"."st_estimates";

ALTER TABLE "raw"."st_estimates"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_estimates"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_estimates FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_estimates OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_payments";

DROP POLICY "all_tenants" ON "raw"."st_payments";

ALTER TABLE "raw"."st_payments"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_payments"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_payments FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_payments OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_invoices";

DROP POLICY "all_tenants" ON "raw"."st_invoices";

ALTER TABLE "raw"."st_invoices"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_invoices"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_invoices FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_invoices OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_employees";

DROP POLICY "all_tenants" ON "raw"."st_employees";

ALTER TABLE "raw"."st_employees"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_employees"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_employees FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_employees OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_tag_types";

DROP POLICY "all_tenants" ON "raw"."st_tag_types";

ALTER TABLE "raw"."st_tag_types"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_tag_types"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_tag_types FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_tag_types OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_teams";

DROP POLICY "all_tenants" ON "raw"."st_teams";

ALTER TABLE "raw"."st_teams"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_teams"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_teams FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_teams OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_zones";

DROP POLICY "all_tenants" ON "raw"."st_zones";

ALTER TABLE "raw"."st_zones"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_zones"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_zones FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_zones OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_job_types";

DROP POLICY "all_tenants" ON "raw"."st_job_types";

ALTER TABLE "raw"."st_job_types"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_types"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_job_types FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_job_types OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_campaigns";

DROP POLICY "all_tenants" ON "raw"."st_campaigns";

ALTER TABLE "raw"."st_campaigns"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_campaigns"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_campaigns FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_campaigns OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_business_units";

DROP POLICY "all_tenants" ON "raw"."st_business_units";

ALTER TABLE "raw"."st_business_units"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_business_units"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_business_units FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_business_units OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_location_contacts";

DROP POLICY "all_tenants" ON "raw"."st_location_contacts";

ALTER TABLE "raw"."st_location_contacts"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_location_contacts"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_location_contacts FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_location_contacts OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_customer_contacts";

DROP POLICY "all_tenants" ON "raw"."st_customer_contacts";

ALTER TABLE "raw"."st_customer_contacts"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_customer_contacts"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_customer_contacts FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_customer_contacts OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_customers";

DROP POLICY "all_tenants" ON "raw"."st_customers";

ALTER TABLE "raw"."st_customers"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_customers"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_customers FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_customers OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_appointment_assignments";

DROP POLICY "all_tenants" ON "raw"."st_appointment_assignments";

ALTER TABLE "raw"."st_appointment_assignments"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_appointment_assignments"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_appointment_assignments FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_appointment_assignments OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_technicians";

DROP POLICY "all_tenants" ON "raw"."st_technicians";

ALTER TABLE "raw"."st_technicians"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_technicians"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_technicians FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_technicians OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_appointments";

DROP POLICY "all_tenants" ON "raw"."st_appointments";

ALTER TABLE "raw"."st_appointments"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_appointments"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_appointments FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_appointments OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_jobs";

DROP POLICY "all_tenants" ON "raw"."st_jobs";

ALTER TABLE "raw"."st_jobs"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_jobs"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_jobs FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_jobs OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."st_locations";

DROP POLICY "all_tenants" ON "raw"."st_locations";

ALTER TABLE "raw"."st_locations"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_locations"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.st_locations FROM lazi_sync, lazi_reader;

ALTER TABLE raw.st_locations OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."api_drift";

DROP POLICY "all_tenants" ON "raw"."api_drift";

ALTER TABLE "raw"."api_drift"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."api_drift"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.api_drift FROM lazi_sync, lazi_reader;

ALTER TABLE raw.api_drift OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."quarantine";

DROP POLICY "all_tenants" ON "raw"."quarantine";

ALTER TABLE "raw"."quarantine"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."quarantine"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.quarantine FROM lazi_sync, lazi_reader;

ALTER TABLE raw.quarantine OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."sync_runs";

DROP POLICY "all_tenants" ON "raw"."sync_runs";

ALTER TABLE "raw"."sync_runs"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_runs"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.sync_runs FROM lazi_sync, lazi_reader;

ALTER TABLE raw.sync_runs OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."sync_state";

DROP POLICY "all_tenants" ON "raw"."sync_state";

ALTER TABLE "raw"."sync_state"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_state"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.sync_state FROM lazi_sync, lazi_reader;

ALTER TABLE raw.sync_state OWNER TO CURRENT_USER;

DROP POLICY "one_tenant" ON "raw"."tenants";

DROP POLICY "all_tenants" ON "raw"."tenants";

ALTER TABLE "raw"."tenants"
    NO FORCE ROW LEVEL SECURITY;

ALTER TABLE "raw"."tenants"
    DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON raw.tenants FROM lazi_sync, lazi_reader;

ALTER TABLE raw.tenants OWNER TO CURRENT_USER;

REVOKE ALL ON SCHEMA raw FROM lazi_sync, lazi_reader;

ALTER SCHEMA raw OWNER TO CURRENT_USER;

DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['lazi_migrator', 'lazi_reader', 'lazi_sync'] LOOP
    CONTINUE WHEN EXISTS (
      SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
       WHERE r.rolname = role_name AND m.member <> current_user::regrole);
    BEGIN
      EXECUTE format('DROP ROLE IF EXISTS %I', role_name);
    EXCEPTION
      WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
    END;
  END LOOP;
END $$;

DELETE FROM public.pgmigrations WHERE name = '010_create_roles_and_row_level_security';

COMMIT;
