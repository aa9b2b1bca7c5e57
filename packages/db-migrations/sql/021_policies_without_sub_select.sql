-- Applies 021_policies_without_sub_select. Made by `db-migrations export-sql`; change the migration, not this file.

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '020_tell_requests_apart' THEN
    RAISE EXCEPTION '021_policies_without_sub_select comes after 020_tell_requests_apart, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

-- Not in a transaction: each statement stands by itself.

ALTER POLICY "one_tenant" ON "raw"."tenants" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."sync_state" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."sync_runs" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."sync_schedules" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."sync_requests" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."full_sync_pages" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."delete_suspects" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."rate_limits" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."quarantine" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."api_drift" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."changes" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."change_positions" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_locations" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_jobs" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_appointments" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_technicians" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_appointment_assignments" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_customers" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_customer_contacts" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_location_contacts" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_business_units" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_campaigns" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_job_types" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_zones" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_teams" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_tag_types" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_employees" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_invoices" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_payments" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "raw"."st_estimates" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant_asks" ON "raw"."sync_requests" WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant" ON "api"."keys" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER POLICY "one_tenant_used" ON "api"."keys" USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('021_policies_without_sub_select', now() AT TIME ZONE 'UTC');
