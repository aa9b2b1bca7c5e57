-- Applies 006_create_st_appointment_assignments. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '005_create_st_technicians' THEN
    RAISE EXCEPTION '006_create_st_appointment_assignments comes after 005_create_st_technicians, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."st_appointment_assignments" (
  "tenant_id" bigint NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "appointment_id" bigint,
  "job_id" bigint,
  "technician_id" bigint,
  "technician_name" text,
  "assigned_by_id" bigint,
  "assigned_on" timestamptz,
  "status" text,
  "is_paused" boolean,
  "created_on" timestamptz,
  "modified_on" timestamptz,
  "full_data" jsonb NOT NULL,
  "content_hash" bytea NOT NULL,
  "synced_at" timestamptz NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL,
  "deleted_at" timestamptz
);
COMMENT ON COLUMN "raw"."st_appointment_assignments"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."st_id" IS $pga$ServiceTitan's id, unique within the tenant only (API: id).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."active" IS $pga$False for deactivated and merged records, which stay; true where the API sends no such field (API: active).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."appointment_id" IS $pga$The appointment (API: appointmentId).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."job_id" IS $pga$The job of the appointment (API: jobId).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."technician_id" IS $pga$The technician (API: technicianId).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."technician_name" IS $pga$The technician's name (API: technicianName).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."assigned_by_id" IS $pga$The user who made the assignment (API: assignedById).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."assigned_on" IS $pga$When it was made (API: assignedOn).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."status" IS $pga$Scheduled, Dispatched, Working or Done; the API may add others (API: status).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."is_paused" IS $pga$Whether the technician has paused the work (API: isPaused).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."created_on" IS $pga$When ServiceTitan created the record (API: createdOn).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."modified_on" IS $pga$When ServiceTitan last changed the record, to the microsecond; the exact text is in full_data (API: modifiedOn).$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."full_data" IS $pga$The complete record as ServiceTitan sent it, less the JSON paths that the tenant drops.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."content_hash" IS $pga$Hash of the record as stored, to recognise it unchanged without reading it; empty on a tombstone, so that a record that comes back differs.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."synced_at" IS $pga$When this version was written; an unchanged record does not touch it.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."updated_at" IS $pga$When this row last changed, by its own record or by a derived value.$pga$;
COMMENT ON COLUMN "raw"."st_appointment_assignments"."deleted_at" IS $pga$The tombstone: when the record was found gone from ServiceTitan; NULL while it exists.$pga$;
COMMENT ON TABLE "raw"."st_appointment_assignments" IS $pga$Appointment assignments: one row for each technician of each appointment.$pga$;

ALTER TABLE "raw"."st_appointment_assignments"
  ADD CONSTRAINT "st_appointment_assignments_pkey" PRIMARY KEY (tenant_id, st_id) INCLUDE (content_hash);

COMMENT ON INDEX raw.st_appointment_assignments_pkey IS 'Query: a record by its id; is this record unchanged?';

CREATE INDEX "st_appointment_assignments_appointment_idx" ON "raw"."st_appointment_assignments" ("tenant_id", "appointment_id");

COMMENT ON INDEX raw.st_appointment_assignments_appointment_idx IS 'Query: the assignments of an appointment';

CREATE INDEX "st_appointment_assignments_job_idx" ON "raw"."st_appointment_assignments" ("tenant_id", "job_id");

COMMENT ON INDEX raw.st_appointment_assignments_job_idx IS 'Query: the assignments of a job';

CREATE INDEX "st_appointment_assignments_technician_idx" ON "raw"."st_appointment_assignments" ("tenant_id", "technician_id", "assigned_on");

COMMENT ON INDEX raw.st_appointment_assignments_technician_idx IS 'Query: the assignments of a technician, newest first';

CREATE INDEX "st_appointment_assignments_modified_idx" ON "raw"."st_appointment_assignments" ("tenant_id", "modified_on", "st_id");

COMMENT ON INDEX raw.st_appointment_assignments_modified_idx IS 'Query: records changed since a moment, in order, page by page';

CREATE INDEX "st_appointment_assignments_full_data_idx" ON "raw"."st_appointment_assignments" USING gin ("full_data" "jsonb_path_ops");

COMMENT ON INDEX raw.st_appointment_assignments_full_data_idx IS 'Query: records whose full_data contains a JSON fragment (@>)';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('006_create_st_appointment_assignments', now() AT TIME ZONE 'UTC');

COMMIT;
