-- Applies 046_create_st_labor. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '045_create_facts_of_work' THEN
    RAISE EXCEPTION '046_create_st_labor comes after 045_create_facts_of_work, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_job_timesheets" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "job_id" bigint,
  "appointment_id" bigint,
  "technician_id" bigint,
  "dispatched_on" timestamptz,
  "arrived_on" timestamptz,
  "canceled_on" timestamptz,
  "done_on" timestamptz,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_job_timesheets"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."job_id" IS $pga$The job (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."appointment_id" IS $pga$The appointment (API: appointmentId).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."dispatched_on" IS $pga$When the technician was dispatched (API: dispatchedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."arrived_on" IS $pga$When the technician arrived (API: arrivedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."canceled_on" IS $pga$When the dispatch was canceled (API: canceledOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."done_on" IS $pga$When the technician was done (API: doneOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_job_timesheets"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_job_timesheets" IS $pga$When technicians were dispatched to visits, arrived and were done.$pga$;

ALTER TABLE "raw"."st_job_timesheets"
  ADD CONSTRAINT "st_job_timesheets_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_job_timesheets_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_job_timesheets_job_idx" ON "raw"."st_job_timesheets" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_job_timesheets_job_idx IS 'Query: the timesheets of a job';

CREATE INDEX "st_job_timesheets_appointment_idx" ON "raw"."st_job_timesheets" ("tenant_id", "appointment_id");

COMMENT ON INDEX raw.st_job_timesheets_appointment_idx IS 'Query: the timesheets of an appointment';

CREATE INDEX "st_job_timesheets_modified_idx" ON "raw"."st_job_timesheets" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_job_timesheets_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_job_timesheets_full_data_idx" ON "raw"."st_job_timesheets" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_job_timesheets_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_job_timesheets OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_job_timesheets TO lazi_sync;

GRANT SELECT ON raw.st_job_timesheets TO lazi_reader;

ALTER TABLE "raw"."st_job_timesheets"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_timesheets"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_job_timesheets" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_job_timesheets" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_job_splits" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "job_id" bigint,
  "technician_id" bigint,
  "split" numeric,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_job_splits"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."job_id" IS $pga$The job (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."split" IS $pga$Share of the technician, in the same unit as the other shares of the job (API: split).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_job_splits"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_job_splits" IS $pga$How the income of a job is divided among technicians.$pga$;

ALTER TABLE "raw"."st_job_splits"
  ADD CONSTRAINT "st_job_splits_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_job_splits_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_job_splits_job_idx" ON "raw"."st_job_splits" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_job_splits_job_idx IS 'Query: the splits of a job';

CREATE INDEX "st_job_splits_modified_idx" ON "raw"."st_job_splits" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_job_splits_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_job_splits_full_data_idx" ON "raw"."st_job_splits" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_job_splits_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_job_splits OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_job_splits TO lazi_sync;

GRANT SELECT ON raw.st_job_splits TO lazi_reader;

ALTER TABLE "raw"."st_job_splits"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_job_splits"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_job_splits" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_job_splits" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_technician_shifts" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "technician_id" bigint,
  "shift_type" text,
  "title" text,
  "starts_on" timestamptz,
  "ends_on" timestamptz,
  "timesheet_code_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_technician_shifts"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."shift_type" IS $pga$Normal, OnCall or TimeOff (API: shiftType).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."title" IS $pga$Title (API: title).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."starts_on" IS $pga$When it begins (API: start).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."ends_on" IS $pga$When it ends (API: end).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."timesheet_code_id" IS $pga$The timesheet code (API: timesheetCodeId).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_technician_shifts"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_technician_shifts" IS $pga$When technicians work, are on call, or are off.$pga$;

ALTER TABLE "raw"."st_technician_shifts"
  ADD CONSTRAINT "st_technician_shifts_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_technician_shifts_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_technician_shifts_technician_idx" ON "raw"."st_technician_shifts" ("tenant_id", "technician_id", "starts_on");

COMMENT ON INDEX raw.st_technician_shifts_technician_idx IS 'Query: the shifts of a technician, in order';

CREATE INDEX "st_technician_shifts_modified_idx" ON "raw"."st_technician_shifts" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_technician_shifts_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_technician_shifts_full_data_idx" ON "raw"."st_technician_shifts" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_technician_shifts_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_technician_shifts OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_technician_shifts TO lazi_sync;

GRANT SELECT ON raw.st_technician_shifts TO lazi_reader;

ALTER TABLE "raw"."st_technician_shifts"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_technician_shifts"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_technician_shifts" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_technician_shifts" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "raw"."st_non_job_appointments" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "technician_id" bigint,
  "name" text,
  "starts_on" timestamptz,
  "duration" text,
  "all_day" boolean,
  "timesheet_code_id" bigint,
  "created_by_id" bigint,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_non_job_appointments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."name" IS $pga$Name (API: name).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."starts_on" IS $pga$When it begins (API: start).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."duration" IS $pga$How long it lasts, as [days.]hours:minutes:seconds (API: duration).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."all_day" IS $pga$Whether it lasts the whole day (API: allDay).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."timesheet_code_id" IS $pga$The timesheet code (API: timesheetCodeId).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."created_by_id" IS $pga$The user who created it (API: createdById).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_non_job_appointments"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_non_job_appointments" IS $pga$What technicians do that is no job, such as meetings and training.$pga$;

ALTER TABLE "raw"."st_non_job_appointments"
  ADD CONSTRAINT "st_non_job_appointments_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_non_job_appointments_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_non_job_appointments_technician_idx" ON "raw"."st_non_job_appointments" ("tenant_id", "technician_id", "starts_on");

COMMENT ON INDEX raw.st_non_job_appointments_technician_idx IS 'Query: the non-job appointments of a technician, in order';

CREATE INDEX "st_non_job_appointments_modified_idx" ON "raw"."st_non_job_appointments" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_non_job_appointments_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_non_job_appointments_full_data_idx" ON "raw"."st_non_job_appointments" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_non_job_appointments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

ALTER TABLE raw.st_non_job_appointments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.st_non_job_appointments TO lazi_sync;

GRANT SELECT ON raw.st_non_job_appointments TO lazi_reader;

ALTER TABLE "raw"."st_non_job_appointments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."st_non_job_appointments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."st_non_job_appointments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."st_non_job_appointments" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

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
 CROSS JOIN (VALUES ('st_locations'), ('st_jobs'), ('st_appointments'), ('st_technicians'), ('st_appointment_assignments'), ('st_customers'), ('st_customer_contacts'), ('st_location_contacts'), ('st_business_units'), ('st_campaigns'), ('st_job_types'), ('st_zones'), ('st_teams'), ('st_tag_types'), ('st_employees'), ('st_invoices'), ('st_payments'), ('st_estimates'), ('st_job_cancel_reasons'), ('st_job_hold_reasons'), ('st_job_timesheets'), ('st_job_splits'), ('st_technician_shifts'), ('st_non_job_appointments')) AS cache_tables (table_name)
  LEFT JOIN raw.sync_state AS state
         ON state.tenant_id = tenants.tenant_id AND state.table_name = cache_tables.table_name
  LEFT JOIN raw.sync_schedules AS schedule
         ON schedule.tenant_id = tenants.tenant_id AND schedule.table_name = cache_tables.table_name;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('046_create_st_labor', now() AT TIME ZONE 'UTC');

COMMIT;
