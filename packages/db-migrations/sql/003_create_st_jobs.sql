-- Applies 003_create_st_jobs. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '002_create_st_locations' THEN
    RAISE EXCEPTION '003_create_st_jobs comes after 002_create_st_locations, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_jobs" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "job_number" text,
  "customer_id" bigint,
  "location_id" bigint,
  "project_id" bigint,
  "business_unit_id" bigint,
  "job_type_id" bigint,
  "campaign_id" bigint,
  "status" text,
  "priority" text,
  "summary" text,
  "completed_on" timestamptz,
  "total" numeric,
  "invoice_id" bigint,
  "sold_by_id" bigint,
  "no_charge" boolean,
  "appointment_count" integer,
  "first_appointment_id" bigint,
  "last_appointment_id" bigint,
  "tag_type_ids" bigint[],
  "scheduled_start" timestamptz,
  "scheduled_end" timestamptz,
  "actual_start" timestamptz,
  "actual_end" timestamptz,
  "duration" integer,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_jobs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."job_number" IS $pga$The number people know the job by (API: jobNumber).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."customer_id" IS $pga$The customer (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."location_id" IS $pga$Where the work is done (API: locationId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."project_id" IS $pga$The project that the job is part of (API: projectId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."business_unit_id" IS $pga$The business unit (API: businessUnitId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."job_type_id" IS $pga$The job type (API: jobTypeId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."campaign_id" IS $pga$The marketing campaign (API: campaignId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."status" IS $pga$Scheduled, Dispatched, InProgress, Hold, Completed or Canceled; the API may add others (API: jobStatus).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."priority" IS $pga$Low, Normal, High or Urgent (API: priority).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."summary" IS $pga$What is to be done, as HTML (API: summary).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."completed_on" IS $pga$When the job was completed (API: completedOn).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."total" IS $pga$Revenue of the job in the tenant's currency (API: total).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."invoice_id" IS $pga$The invoice (API: invoiceId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."sold_by_id" IS $pga$The technician who sold the job (API: soldById).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."no_charge" IS $pga$Whether the job is free of charge (API: noCharge).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."appointment_count" IS $pga$Number of appointments (API: appointmentCount).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."first_appointment_id" IS $pga$The first appointment (API: firstAppointmentId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."last_appointment_id" IS $pga$The last appointment (API: lastAppointmentId).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."tag_type_ids" IS $pga$Tags on the job (API: tagTypeIds).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."scheduled_start" IS $pga$Derived: the earliest start of the job's live appointments.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."scheduled_end" IS $pga$Derived: the latest end of the job's live appointments.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."actual_start" IS $pga$When work began; NULL until a resource that tells it is synced.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."actual_end" IS $pga$When work ended; NULL until a resource that tells it is synced.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."duration" IS $pga$Derived: minutes from scheduled_start to scheduled_end.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_jobs"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_jobs" IS $pga$Jobs. full_data also carries technicianAssignments, an array kept by the sync from the appointment assignments.$pga$;

ALTER TABLE "raw"."st_jobs"
  ADD CONSTRAINT "st_jobs_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_jobs_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_jobs_customer_idx" ON "raw"."st_jobs" ("tenant_id", "customer_id", "created_on");

COMMENT ON INDEX raw.st_jobs_customer_idx IS 'Query: the jobs of a customer, newest first';

CREATE INDEX "st_jobs_location_idx" ON "raw"."st_jobs" ("tenant_id", "location_id", "created_on");

COMMENT ON INDEX raw.st_jobs_location_idx IS 'Query: the jobs at a location, newest first';

CREATE INDEX "st_jobs_number_idx" ON "raw"."st_jobs" ("tenant_id", "job_number");

COMMENT ON INDEX raw.st_jobs_number_idx IS 'Query: a job by its number';

CREATE INDEX "st_jobs_status_idx" ON "raw"."st_jobs" ("tenant_id", "status", "created_on");

COMMENT ON INDEX raw.st_jobs_status_idx IS 'Query: the jobs in a status, newest first';

CREATE INDEX "st_jobs_created_idx" ON "raw"."st_jobs" ("tenant_id", "created_on") INCLUDE ("business_unit_id", "job_type_id", "campaign_id") WHERE deleted_at IS NULL;

COMMENT ON INDEX raw.st_jobs_created_idx IS 'Query: jobs created in a period, by business unit, job type or campaign';

CREATE INDEX "st_jobs_completed_idx" ON "raw"."st_jobs" ("tenant_id", "completed_on") INCLUDE ("business_unit_id", "job_type_id", "campaign_id") WHERE completed_on IS NOT NULL AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_jobs_completed_idx IS 'Query: jobs completed in a period, by business unit, job type or campaign';

CREATE INDEX "st_jobs_modified_idx" ON "raw"."st_jobs" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_jobs_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_jobs_full_data_idx" ON "raw"."st_jobs" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_jobs_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('003_create_st_jobs', now() AT TIME ZONE 'UTC');

COMMIT;
