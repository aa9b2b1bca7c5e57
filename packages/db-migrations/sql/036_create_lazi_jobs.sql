-- Applies 036_create_lazi_jobs. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '035_create_lazi_customers' THEN
    RAISE EXCEPTION '036_create_lazi_jobs comes after 035_create_lazi_customers, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE EXTENSION IF NOT EXISTS "btree_gist";

CREATE TABLE "lazi"."jobs" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "number" text,
  "customer_id" uuid,
  "location_id" uuid,
  "project_st_id" bigint,
  "business_unit_id" uuid,
  "job_type_id" uuid,
  "campaign_id" uuid,
  "status" text,
  "priority" text,
  "summary" text,
  "customer_po" text,
  "completed_at" timestamptz,
  "total" numeric,
  "invoice_id" uuid,
  "sold_by_id" uuid,
  "no_charge" boolean,
  "cancel_reason_id" uuid,
  "cancel_memo" text,
  "canceled_at" timestamptz,
  "recall_for_id" uuid,
  "warranty_id" uuid,
  "appointment_count" integer,
  "tag_type_ids" uuid[],
  "scheduled_start" timestamptz,
  "scheduled_end" timestamptz,
  "actual_start" timestamptz,
  "actual_end" timestamptz,
  "duration" integer,
  "custom_fields" jsonb,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."jobs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."number" IS $pga$The number people know the job by.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."customer_id" IS $pga$The customer.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."location_id" IS $pga$Where the work is done.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."project_st_id" IS $pga$The project that the job is part of: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."business_unit_id" IS $pga$The business unit.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."job_type_id" IS $pga$The job type.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."campaign_id" IS $pga$The marketing campaign.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."status" IS $pga$Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."priority" IS $pga$Low, Normal, High or Urgent.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."summary" IS $pga$What is to be done, as HTML.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."customer_po" IS $pga$The customer's purchase order number.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."completed_at" IS $pga$When the job was completed.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."total" IS $pga$Revenue of the job in the tenant's currency.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."invoice_id" IS $pga$The invoice.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."sold_by_id" IS $pga$The technician who sold the job.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."no_charge" IS $pga$Whether the job is free of charge.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."cancel_reason_id" IS $pga$Why it was canceled, if LAZI canceled it.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."cancel_memo" IS $pga$The same in words.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."canceled_at" IS $pga$When it was canceled, if LAZI canceled it.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."recall_for_id" IS $pga$The job that this one is a recall of.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."warranty_id" IS $pga$The job whose work this one repeats under warranty.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."appointment_count" IS $pga$Number of appointments.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."tag_type_ids" IS $pga$Tags on the job.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."scheduled_start" IS $pga$The earliest start of the job's live appointments.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."scheduled_end" IS $pga$The latest end of the job's live appointments.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."actual_start" IS $pga$When work began; NULL until a resource that tells it is synced.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."actual_end" IS $pga$When work ended; NULL until a resource that tells it is synced.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."duration" IS $pga$Minutes from scheduled_start to scheduled_end.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."custom_fields" IS $pga$The custom fields: an object of their values by the id of their type in ServiceTitan.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."jobs"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."jobs"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."jobs" IS $pga$Jobs.$pga$;

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.jobs_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "jobs_st_id_idx" ON "lazi"."jobs" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.jobs_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_customer_id_fkey" FOREIGN KEY (tenant_id, customer_id) REFERENCES lazi.customers (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_location_id_fkey" FOREIGN KEY (tenant_id, location_id) REFERENCES lazi.locations (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_business_unit_id_fkey" FOREIGN KEY (tenant_id, business_unit_id) REFERENCES lazi.business_units (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_job_type_id_fkey" FOREIGN KEY (tenant_id, job_type_id) REFERENCES lazi.job_types (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_campaign_id_fkey" FOREIGN KEY (tenant_id, campaign_id) REFERENCES lazi.campaigns (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_sold_by_id_fkey" FOREIGN KEY (tenant_id, sold_by_id) REFERENCES lazi.technicians (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_cancel_reason_id_fkey" FOREIGN KEY (tenant_id, cancel_reason_id) REFERENCES lazi.job_cancel_reasons (tenant_id, id);

ALTER TABLE "lazi"."jobs"
  ADD CONSTRAINT "jobs_own_check" CHECK (source = 'servicetitan' OR coalesce(customer_id IS NOT NULL AND location_id IS NOT NULL AND business_unit_id IS NOT NULL AND job_type_id IS NOT NULL AND status IN ('Scheduled', 'Dispatched', 'InProgress', 'Hold', 'Completed', 'Canceled') AND priority IN ('Low', 'Normal', 'High', 'Urgent'), false));

CREATE INDEX "jobs_customer_idx" ON "lazi"."jobs" ("tenant_id", "customer_id", "created_at");

COMMENT ON INDEX lazi.jobs_customer_idx IS 'Query: the jobs of a customer, newest first';

CREATE INDEX "jobs_location_idx" ON "lazi"."jobs" ("tenant_id", "location_id", "created_at");

COMMENT ON INDEX lazi.jobs_location_idx IS 'Query: the jobs at a location, newest first';

CREATE INDEX "jobs_number_idx" ON "lazi"."jobs" ("tenant_id", "number");

COMMENT ON INDEX lazi.jobs_number_idx IS 'Query: a job by its number';

CREATE INDEX "jobs_status_idx" ON "lazi"."jobs" ("tenant_id", "status", "created_at");

COMMENT ON INDEX lazi.jobs_status_idx IS 'Query: the jobs in a status, newest first';

CREATE INDEX "jobs_created_idx" ON "lazi"."jobs" ("tenant_id", "created_at") WHERE deleted_at IS NULL;

COMMENT ON INDEX lazi.jobs_created_idx IS 'Query: jobs created in a period';

CREATE INDEX "jobs_completed_idx" ON "lazi"."jobs" ("tenant_id", "completed_at") WHERE completed_at IS NOT NULL AND deleted_at IS NULL;

COMMENT ON INDEX lazi.jobs_completed_idx IS 'Query: jobs completed in a period';

CREATE INDEX "jobs_canceled_idx" ON "lazi"."jobs" ("tenant_id", "id") WHERE canceled_at IS NOT NULL;

COMMENT ON INDEX lazi.jobs_canceled_idx IS 'Query: the jobs that LAZI canceled, in the order of their ids';

ALTER TABLE lazi.jobs OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.jobs TO lazi_sync;

GRANT SELECT ON lazi.jobs TO lazi_reader;

ALTER TABLE "lazi"."jobs"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."jobs"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."jobs" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."jobs" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."appointments" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "job_id" uuid,
  "customer_id" uuid,
  "technician_id" uuid,
  "technician_ids" uuid[],
  "number" text,
  "starts_at" timestamptz,
  "ends_at" timestamptz,
  "arrival_starts_at" timestamptz,
  "arrival_ends_at" timestamptz,
  "status" text,
  "special_instructions" text,
  "unused" boolean,
  "is_confirmed" boolean,
  "hold_reason_id" uuid,
  "hold_memo" text,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."appointments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."job_id" IS $pga$The job.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."customer_id" IS $pga$The customer.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."technician_id" IS $pga$The technician assigned first of those still assigned.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."technician_ids" IS $pga$All assigned technicians in the order of assignment, at most 100; NULL: none is assigned.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."number" IS $pga$The number people know the appointment by.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."starts_at" IS $pga$When it starts.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."ends_at" IS $pga$When it ends.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."arrival_starts_at" IS $pga$Earliest promised arrival.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."arrival_ends_at" IS $pga$Latest promised arrival.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."status" IS $pga$Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."special_instructions" IS $pga$What the technician should know.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."unused" IS $pga$Whether the appointment was not needed.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."is_confirmed" IS $pga$Whether the customer confirmed it.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."hold_reason_id" IS $pga$Why it is on hold, if LAZI put it on hold.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."hold_memo" IS $pga$The same in words.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."appointments"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."appointments"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."appointments" IS $pga$Appointments: when a job is worked on, and by whom.$pga$;

ALTER TABLE "lazi"."appointments"
  ADD CONSTRAINT "appointments_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.appointments_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "appointments_st_id_idx" ON "lazi"."appointments" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.appointments_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."appointments"
  ADD CONSTRAINT "appointments_job_id_fkey" FOREIGN KEY (tenant_id, job_id) REFERENCES lazi.jobs (tenant_id, id);

ALTER TABLE "lazi"."appointments"
  ADD CONSTRAINT "appointments_technician_id_fkey" FOREIGN KEY (tenant_id, technician_id) REFERENCES lazi.technicians (tenant_id, id);

ALTER TABLE "lazi"."appointments"
  ADD CONSTRAINT "appointments_hold_reason_id_fkey" FOREIGN KEY (tenant_id, hold_reason_id) REFERENCES lazi.job_hold_reasons (tenant_id, id);

ALTER TABLE "lazi"."appointments"
  ADD CONSTRAINT "appointments_own_check" CHECK (source = 'servicetitan' OR coalesce(job_id IS NOT NULL AND ends_at > starts_at AND (arrival_starts_at IS NULL) = (arrival_ends_at IS NULL) AND coalesce(arrival_starts_at <= arrival_ends_at, true) AND status IN ('Scheduled', 'Dispatched', 'Working', 'Hold', 'Done', 'Canceled'), false));

CREATE INDEX "appointments_job_idx" ON "lazi"."appointments" ("tenant_id", "job_id", "starts_at");

COMMENT ON INDEX lazi.appointments_job_idx IS 'Query: the appointments of a job, by start';

CREATE INDEX "appointments_board_idx" ON "lazi"."appointments" ("tenant_id", "starts_at") INCLUDE ("ends_at", "status", "job_id", "technician_ids") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX lazi.appointments_board_idx IS 'Query: the board of a day; unassigned appointments in a period';

CREATE INDEX "appointments_long_idx" ON "lazi"."appointments" ("tenant_id", "ends_at") INCLUDE ("starts_at", "status", "technician_ids") WHERE active AND deleted_at IS NULL AND ends_at - starts_at > interval '1 day';

COMMENT ON INDEX lazi.appointments_long_idx IS 'Query: the appointments that are longer than a day, and end after a time';

ALTER TABLE lazi.appointments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.appointments TO lazi_sync;

GRANT SELECT ON lazi.appointments TO lazi_reader;

ALTER TABLE "lazi"."appointments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."appointments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."appointments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."appointments" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "lazi"."appointment_assignments" (
  "tenant_id" bigint NOT NULL,
  "id" uuid NOT NULL,
  "st_id" bigint,
  "source" text NOT NULL CHECK (source IN ('servicetitan', 'lazi')),
  "version" bigint DEFAULT 1 NOT NULL,
  "active" boolean NOT NULL,
  "appointment_id" uuid,
  "job_id" uuid,
  "technician_id" uuid,
  "technician_name" text,
  "assigned_by_st_id" bigint,
  "assigned_at" timestamptz,
  "status" text,
  "is_paused" boolean,
  "starts_at" timestamptz,
  "ends_at" timestamptz,
  "is_live" boolean,
  "may_overlap" boolean,
  "created_at" timestamptz,
  "created_by" text,
  "updated_at" timestamptz,
  "updated_by" text,
  "st_modified_on" timestamptz,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "lazi"."appointment_assignments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."id" IS $pga$LAZI's id. Of a record from ServiceTitan it is computed from the id there.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."st_id" IS $pga$ServiceTitan's id; NULL while the record does not exist there.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."source" IS $pga$Where the record was created: servicetitan or lazi. It never changes.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."version" IS $pga$Rises with each change of the record.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."active" IS $pga$False for deactivated records, which stay.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."appointment_id" IS $pga$The appointment.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."job_id" IS $pga$The job of the appointment.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."technician_id" IS $pga$The technician.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."technician_name" IS $pga$The technician's name.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."assigned_by_st_id" IS $pga$The user who made the assignment: ServiceTitan's id.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."assigned_at" IS $pga$When it was made.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."status" IS $pga$Scheduled, Dispatched, Working or Done; the API may add others.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."is_paused" IS $pga$Whether the technician has paused the work.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."starts_at" IS $pga$Copied from the appointment: when it starts.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."ends_at" IS $pga$Copied from the appointment: when it ends.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."is_live" IS $pga$Whether the technician is booked: the assignment and its appointment exist, and it is not canceled.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."may_overlap" IS $pga$False for a booking of LAZI that may not overlap others of the technician; NULL for those that ServiceTitan made.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."created_at" IS $pga$When the record was created; of one from ServiceTitan, when it was created there.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."created_by" IS $pga$Who created it, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."updated_by" IS $pga$Who changed it last, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."st_modified_on" IS $pga$When ServiceTitan last changed the version that was merged last (API: modifiedOn).$pga$;
COMMENT ON COLUMN "lazi"."appointment_assignments"."deleted_at" IS $pga$When the record was found deleted; NULL while it exists.$pga$;
COMMENT ON TABLE "lazi"."appointment_assignments" IS $pga$Appointment assignments: one row for each technician of each appointment.$pga$;

ALTER TABLE "lazi"."appointment_assignments"
  ADD CONSTRAINT "appointment_assignments_pkey" PRIMARY KEY (tenant_id, id);

COMMENT ON INDEX lazi.appointment_assignments_pkey IS 'Query: a record by its id';

CREATE UNIQUE INDEX "appointment_assignments_st_id_idx" ON "lazi"."appointment_assignments" ("tenant_id", "st_id") WHERE st_id IS NOT NULL;

COMMENT ON INDEX lazi.appointment_assignments_st_id_idx IS 'Query: a record by ServiceTitan''s id';

ALTER TABLE "lazi"."appointment_assignments"
  ADD CONSTRAINT "appointment_assignments_appointment_id_fkey" FOREIGN KEY (tenant_id, appointment_id) REFERENCES lazi.appointments (tenant_id, id);

ALTER TABLE "lazi"."appointment_assignments"
  ADD CONSTRAINT "appointment_assignments_job_id_fkey" FOREIGN KEY (tenant_id, job_id) REFERENCES lazi.jobs (tenant_id, id);

ALTER TABLE "lazi"."appointment_assignments"
  ADD CONSTRAINT "appointment_assignments_technician_id_fkey" FOREIGN KEY (tenant_id, technician_id) REFERENCES lazi.technicians (tenant_id, id);

ALTER TABLE "lazi"."appointment_assignments"
  ADD CONSTRAINT "appointment_assignments_own_check" CHECK (source = 'servicetitan' OR coalesce(appointment_id IS NOT NULL AND technician_id IS NOT NULL AND ends_at > starts_at, false));

CREATE INDEX "appointment_assignments_appointment_idx" ON "lazi"."appointment_assignments" ("tenant_id", "appointment_id");

COMMENT ON INDEX lazi.appointment_assignments_appointment_idx IS 'Query: the assignments of an appointment';

CREATE INDEX "appointment_assignments_job_idx" ON "lazi"."appointment_assignments" ("tenant_id", "job_id");

COMMENT ON INDEX lazi.appointment_assignments_job_idx IS 'Query: the assignments of a job';

CREATE INDEX "appointment_assignments_technician_idx" ON "lazi"."appointment_assignments" ("tenant_id", "technician_id", "assigned_at");

COMMENT ON INDEX lazi.appointment_assignments_technician_idx IS 'Query: the assignments of a technician, newest first';

CREATE INDEX "appointment_assignments_booked_idx" ON "lazi"."appointment_assignments" ("tenant_id", "technician_id", "starts_at") INCLUDE ("ends_at") WHERE is_live;

COMMENT ON INDEX lazi.appointment_assignments_booked_idx IS 'Query: when a technician is booked in a period';

CREATE INDEX "appointment_assignments_long_idx" ON "lazi"."appointment_assignments" ("tenant_id", "technician_id", "ends_at") INCLUDE ("starts_at") WHERE is_live AND ends_at - starts_at > interval '1 day';

COMMENT ON INDEX lazi.appointment_assignments_long_idx IS 'Query: the bookings of a technician that are longer than a day, and end after a time';

CREATE INDEX "appointment_assignments_day_idx" ON "lazi"."appointment_assignments" ("tenant_id", "starts_at") WHERE is_live;

COMMENT ON INDEX lazi.appointment_assignments_day_idx IS 'Query: who is booked in a period';

ALTER TABLE lazi.appointment_assignments OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.appointment_assignments TO lazi_sync;

GRANT SELECT ON lazi.appointment_assignments TO lazi_reader;

ALTER TABLE "lazi"."appointment_assignments"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."appointment_assignments"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."appointment_assignments" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."appointment_assignments" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE lazi.appointment_assignments ADD CONSTRAINT appointment_assignments_overlap_excl
  EXCLUDE USING gist (tenant_id WITH =, technician_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
  WHERE (is_live AND NOT may_overlap AND ends_at > starts_at);

COMMENT ON INDEX lazi.appointment_assignments_overlap_excl IS 'Query: whether a booking overlaps another one of LAZI''s';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('036_create_lazi_jobs', now() AT TIME ZONE 'UTC');

COMMIT;
