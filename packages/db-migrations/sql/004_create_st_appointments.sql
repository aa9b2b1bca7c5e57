-- Applies 004_create_st_appointments. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '003_create_st_jobs' THEN
    RAISE EXCEPTION '004_create_st_appointments comes after 003_create_st_jobs, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_appointments" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "job_id" bigint,
  "customer_id" bigint,
  "technician_id" bigint,
  "technician_ids" bigint[],
  "appointment_number" text,
  "start_time" timestamptz,
  "end_time" timestamptz,
  "arrival_window_start" timestamptz,
  "arrival_window_end" timestamptz,
  "status" text,
  "special_instructions" text,
  "unused" boolean,
  "is_confirmed" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_appointments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."job_id" IS $pga$The job (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."customer_id" IS $pga$The customer (API: customerId).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."technician_id" IS $pga$Derived: the technician assigned first of those still assigned.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."technician_ids" IS $pga$Derived: all technicians assigned, first assigned first, 100 at the most; NULL when nobody is.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."appointment_number" IS $pga$The number people know the appointment by (API: appointmentNumber).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."start_time" IS $pga$When it starts (API: start).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."end_time" IS $pga$When it ends (API: end).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."arrival_window_start" IS $pga$Earliest promised arrival (API: arrivalWindowStart).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."arrival_window_end" IS $pga$Latest promised arrival (API: arrivalWindowEnd).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."status" IS $pga$Scheduled, Dispatched, Working, Hold, Done or Canceled; the API may add others (API: status).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."special_instructions" IS $pga$What the technician should know (API: specialInstructions).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."unused" IS $pga$Whether the appointment was not needed (API: unused).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."is_confirmed" IS $pga$Whether the customer confirmed it (API: isConfirmed).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_appointments"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_appointments" IS $pga$Appointments: when a job is worked on, and by whom.$pga$;

ALTER TABLE "raw"."st_appointments"
  ADD CONSTRAINT "st_appointments_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_appointments_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_appointments_board_idx" ON "raw"."st_appointments" ("tenant_id", "start_time") INCLUDE ("end_time", "status", "job_id", "technician_ids") WHERE active AND deleted_at IS NULL;

COMMENT ON INDEX raw.st_appointments_board_idx IS 'Query: the board of a day; a technician''s day or week; unassigned appointments in a period; booked minutes of each technician on a day';

CREATE INDEX "st_appointments_job_idx" ON "raw"."st_appointments" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_appointments_job_idx IS 'Query: the appointments of a job';

CREATE INDEX "st_appointments_modified_idx" ON "raw"."st_appointments" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_appointments_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_appointments_full_data_idx" ON "raw"."st_appointments" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_appointments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('004_create_st_appointments', now() AT TIME ZONE 'UTC');

COMMIT;
