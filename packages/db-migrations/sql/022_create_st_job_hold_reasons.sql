-- Applies 022_create_st_job_hold_reasons. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '021_create_st_job_cancel_reasons' THEN
    RAISE EXCEPTION '022_create_st_job_hold_reasons comes after 021_create_st_job_cancel_reasons, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_job_hold_reasons" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "name" text,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."name" IS $pga$Name of the reason (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_job_hold_reasons"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_job_hold_reasons" IS $pga$Reasons for which jobs are put on hold.$pga$;

ALTER TABLE "raw"."st_job_hold_reasons"
  ADD CONSTRAINT "st_job_hold_reasons_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_job_hold_reasons_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_job_hold_reasons_modified_idx" ON "raw"."st_job_hold_reasons" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_job_hold_reasons_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_job_hold_reasons_full_data_idx" ON "raw"."st_job_hold_reasons" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_job_hold_reasons_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_job_hold_reasons OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_job_hold_reasons TO lazi_sync;

GRANT SELECT ON raw.st_job_hold_reasons TO lazi_reader;

ALTER TABLE "raw"."st_job_hold_reasons"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_hold_reasons"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_job_hold_reasons" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_job_hold_reasons" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

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

INSERT INTO public.pgmigrations (name, run_on) VALUES ('022_create_st_job_hold_reasons', now() AT TIME ZONE 'UTC');

COMMIT;
