-- Applies 010_create_roles_and_row_level_security. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '009_create_accounting_and_sales' THEN
    RAISE EXCEPTION '010_create_roles_and_row_level_security comes after 009_create_accounting_and_sales, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DO $$
DECLARE
  wanted constant jsonb := '{
    "lazi_migrator": "Owns schema raw. Grant it to the login that runs migrations.",
    "lazi_sync": "Writes schema raw. Grant it to the login of the sync.",
    "lazi_reader": "Reads schema raw, one tenant at a time: the one in the setting lazi.tenant_id."}';
  role_name text;
BEGIN
  FOR role_name IN SELECT jsonb_object_keys(wanted) EXCEPT SELECT rolname::text FROM pg_roles ORDER BY 1 LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
      EXECUTE format('COMMENT ON ROLE %I IS %L', role_name, wanted ->> role_name);
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role % is missing, and % may not create roles', role_name, current_user
          USING ERRCODE = 'insufficient_privilege', HINT = format(
            'Let an administrator run once: %sGRANT lazi_migrator TO %I; Then migrate again.',
            (SELECT string_agg(format('CREATE ROLE %I NOLOGIN; ', missing), '' ORDER BY missing)
               FROM (SELECT jsonb_object_keys(wanted) EXCEPT SELECT rolname::text FROM pg_roles) AS m (missing)),
            current_user);
    END;
  END LOOP;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname IN ('lazi_sync', 'lazi_reader') AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_sync or lazi_reader passes over row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_sync NOSUPERUSER NOBYPASSRLS; ALTER ROLE lazi_reader NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;

DO $$
BEGIN
  IF NOT pg_has_role('lazi_migrator', 'USAGE') OR NOT pg_has_role('lazi_migrator',
       CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    GRANT lazi_migrator TO CURRENT_USER;
  END IF;
EXCEPTION
  WHEN unique_violation THEN NULL;
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION '% is not a member of role lazi_migrator, which is to own schema raw', current_user
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('Let an administrator run once: GRANT lazi_migrator TO %I; Then migrate again.', current_user);
END $$;

ALTER SCHEMA raw OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA raw TO lazi_sync, lazi_reader;

ALTER TABLE raw.tenants OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.tenants TO lazi_sync;

GRANT SELECT ON raw.tenants TO lazi_reader;

ALTER TABLE "raw"."tenants"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."tenants"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."tenants" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."tenants" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.sync_state OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.sync_state TO lazi_sync;

GRANT SELECT ON raw.sync_state TO lazi_reader;

ALTER TABLE "raw"."sync_state"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_state"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."sync_state" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."sync_state" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.sync_runs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.sync_runs TO lazi_sync;

GRANT SELECT ON raw.sync_runs TO lazi_reader;

ALTER TABLE "raw"."sync_runs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."sync_runs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."sync_runs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."sync_runs" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.quarantine OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.quarantine TO lazi_sync;

GRANT SELECT ON raw.quarantine TO lazi_reader;

ALTER TABLE "raw"."quarantine"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."quarantine"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."quarantine" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."quarantine" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.api_drift OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.api_drift TO lazi_sync;

GRANT SELECT ON raw.api_drift TO lazi_reader;

ALTER TABLE "raw"."api_drift"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."api_drift"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."api_drift" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."api_drift" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_locations OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_locations TO lazi_sync;

GRANT SELECT ON raw.st_locations TO lazi_reader;

ALTER TABLE "raw"."st_locations"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_locations"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_locations" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_locations" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_jobs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_jobs TO lazi_sync;

GRANT SELECT ON raw.st_jobs TO lazi_reader;

ALTER TABLE "raw"."st_jobs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_jobs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_jobs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_jobs" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_appointments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_appointments TO lazi_sync;

GRANT SELECT ON raw.st_appointments TO lazi_reader;

ALTER TABLE "raw"."st_appointments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_appointments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_appointments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_appointments" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_technicians OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_technicians TO lazi_sync;

GRANT SELECT ON raw.st_technicians TO lazi_reader;

ALTER TABLE "raw"."st_technicians"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_technicians"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_technicians" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_technicians" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_appointment_assignments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_appointment_assignments TO lazi_sync;

GRANT SELECT ON raw.st_appointment_assignments TO lazi_reader;

ALTER TABLE "raw"."st_appointment_assignments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_appointment_assignments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_appointment_assignments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_appointment_assignments" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_customers OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_customers TO lazi_sync;

GRANT SELECT ON raw.st_customers TO lazi_reader;

ALTER TABLE "raw"."st_customers"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_customers"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_customers" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_customers" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_customer_contacts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_customer_contacts TO lazi_sync;

GRANT SELECT ON raw.st_customer_contacts TO lazi_reader;

ALTER TABLE "raw"."st_customer_contacts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_customer_contacts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_customer_contacts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_customer_contacts" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_location_contacts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_location_contacts TO lazi_sync;

GRANT SELECT ON raw.st_location_contacts TO lazi_reader;

ALTER TABLE "raw"."st_location_contacts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_location_contacts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_location_contacts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_location_contacts" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_business_units OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_business_units TO lazi_sync;

GRANT SELECT ON raw.st_business_units TO lazi_reader;

ALTER TABLE "raw"."st_business_units"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_business_units"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_business_units" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_business_units" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_campaigns OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_campaigns TO lazi_sync;

GRANT SELECT ON raw.st_campaigns TO lazi_reader;

ALTER TABLE "raw"."st_campaigns"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_campaigns"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_campaigns" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_campaigns" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_job_types OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_job_types TO lazi_sync;

GRANT SELECT ON raw.st_job_types TO lazi_reader;

ALTER TABLE "raw"."st_job_types"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_types"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_job_types" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_job_types" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_zones OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_zones TO lazi_sync;

GRANT SELECT ON raw.st_zones TO lazi_reader;

ALTER TABLE "raw"."st_zones"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_zones"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_zones" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_zones" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_teams OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_teams TO lazi_sync;

GRANT SELECT ON raw.st_teams TO lazi_reader;

ALTER TABLE "raw"."st_teams"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_teams"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_teams" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_teams" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_tag_types OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_tag_types TO lazi_sync;

GRANT SELECT ON raw.st_tag_types TO lazi_reader;

ALTER TABLE "raw"."st_tag_types"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_tag_types"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_tag_types" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_tag_types" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_employees OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_employees TO lazi_sync;

GRANT SELECT ON raw.st_employees TO lazi_reader;

ALTER TABLE "raw"."st_employees"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_employees"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_employees" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_employees" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_invoices OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_invoices TO lazi_sync;

GRANT SELECT ON raw.st_invoices TO lazi_reader;

ALTER TABLE "raw"."st_invoices"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_invoices"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_invoices" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_invoices" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_payments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_payments TO lazi_sync;

GRANT SELECT ON raw.st_payments TO lazi_reader;

ALTER TABLE "raw"."st_payments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_payments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_payments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_payments" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

ALTER TABLE raw.st_estimates OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_estimates TO lazi_sync;

GRANT SELECT ON raw.st_estimates TO lazi_reader;

ALTER TABLE "raw"."st_estimates"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_estimates"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_estimates" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_estimates" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

GRANT USAGE ON ALL SEQUENCES IN SCHEMA raw TO lazi_sync;

REVOKE SELECT ON raw.quarantine FROM lazi_reader;

GRANT SELECT (tenant_id, quarantine_id, table_name, record_key, error_code, error, run_id, attempts, first_seen_at,
       last_seen_at, resolved_at) ON raw.quarantine TO lazi_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE lazi_migrator IN SCHEMA raw GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lazi_sync;

ALTER DEFAULT PRIVILEGES FOR ROLE lazi_migrator IN SCHEMA raw GRANT USAGE ON SEQUENCES TO lazi_sync;

ALTER DEFAULT PRIVILEGES FOR ROLE lazi_migrator IN SCHEMA raw GRANT SELECT ON TABLES TO lazi_reader;

ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA raw GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lazi_sync;

ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA raw GRANT USAGE ON SEQUENCES TO lazi_sync;

ALTER DEFAULT PRIVILEGES FOR ROLE CURRENT_USER IN SCHEMA raw GRANT SELECT ON TABLES TO lazi_reader;

DO $$
BEGIN
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations')) THEN
    GRANT SELECT ON public.pgmigrations TO lazi_sync, lazi_reader;
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.pgmigrations TO lazi_migrator;
    GRANT USAGE ON SEQUENCE public.pgmigrations_id_seq TO lazi_migrator;
  END IF;
  IF (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('public.pgmigrations_checksums')) THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON public.pgmigrations_checksums TO lazi_migrator;
  END IF;
END $$;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('010_create_roles_and_row_level_security', now() AT TIME ZONE 'UTC');

COMMIT;
