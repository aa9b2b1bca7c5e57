-- Applies 007_create_sync_bookkeeping. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '006_create_st_appointment_assignments' THEN
    RAISE EXCEPTION '007_create_sync_bookkeeping comes after 006_create_st_appointment_assignments, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."tenants" (
  "tenant_id" bigint NOT NULL,
  "name" text NOT NULL,
  "time_zone" text DEFAULT $pga$UTC$pga$ NOT NULL,
  "status" text DEFAULT $pga$active$pga$ NOT NULL CHECK (status IN ('active', 'paused')),
  "settings" jsonb DEFAULT $pga${}$pga$ NOT NULL,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL
);
COMMENT ON COLUMN "raw"."tenants"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."tenants"."name" IS $pga$Name of the contractor, for people.$pga$;
COMMENT ON COLUMN "raw"."tenants"."time_zone" IS $pga$IANA name of the time zone in which the tenant reckons its days, such as America/Chicago.$pga$;
COMMENT ON COLUMN "raw"."tenants"."status" IS $pga$paused: nothing is synced for this tenant.$pga$;
COMMENT ON COLUMN "raw"."tenants"."settings" IS $pga$Choices of the tenant: droppedPaths, an object of table name to a list of JSON paths left out of full_data.$pga$;
COMMENT ON COLUMN "raw"."tenants"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."tenants"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON TABLE "raw"."tenants" IS $pga$The tenants. Credentials are never stored in the database.$pga$;

ALTER TABLE "raw"."tenants"
  ADD CONSTRAINT "tenants_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX raw.tenants_pkey IS 'Query: a tenant by its id';

CREATE TABLE "raw"."sync_runs" (
  "tenant_id" bigint NOT NULL,
  "run_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "table_name" text NOT NULL,
  "kind" text NOT NULL CHECK (kind IN ('full', 'incremental')),
  "status" text DEFAULT $pga$running$pga$ NOT NULL CHECK (status IN ('running', 'succeeded', 'failed', 'interrupted')),
  "started_at" timestamptz NOT NULL,
  "finished_at" timestamptz,
  "pages" bigint DEFAULT 0 NOT NULL,
  "fetched" bigint DEFAULT 0 NOT NULL,
  "inserted" bigint DEFAULT 0 NOT NULL,
  "updated" bigint DEFAULT 0 NOT NULL,
  "unchanged" bigint DEFAULT 0 NOT NULL,
  "tombstoned" bigint DEFAULT 0 NOT NULL,
  "quarantined" bigint DEFAULT 0 NOT NULL,
  "requests" bigint DEFAULT 0 NOT NULL,
  "bytes" bigint DEFAULT 0 NOT NULL,
  "error" text
);
COMMENT ON COLUMN "raw"."sync_runs"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."run_id" IS $pga$The run; later runs have greater numbers.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."kind" IS $pga$full: the whole resource; incremental: from the stored cursor on.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."status" IS $pga$interrupted: stopped on request, or its process ended without a word.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."started_at" IS $pga$When the run began.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."finished_at" IS $pga$When it ended; NULL while it runs.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."pages" IS $pga$Pages committed.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."fetched" IS $pga$Records received in those pages.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."inserted" IS $pga$Rows inserted.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."updated" IS $pga$Rows updated because the record changed.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."unchanged" IS $pga$Records that were already stored, or older than what is stored.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."tombstoned" IS $pga$Rows marked as deleted.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."quarantined" IS $pga$Records that could not be written.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."requests" IS $pga$HTTP requests sent, retries included.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."bytes" IS $pga$Bytes of response bodies received.$pga$;
COMMENT ON COLUMN "raw"."sync_runs"."error" IS $pga$What stopped a failed run.$pga$;
COMMENT ON TABLE "raw"."sync_runs" IS $pga$One row a run: one execution of one sync of one resource for one tenant.$pga$;

ALTER TABLE "raw"."sync_runs"
  ADD CONSTRAINT "sync_runs_pkey" PRIMARY KEY (tenant_id, run_id);

COMMENT ON INDEX raw.sync_runs_pkey IS 'Query: a run by its id';

CREATE INDEX "sync_runs_table_idx" ON "raw"."sync_runs" ("tenant_id", "table_name", "started_at");

COMMENT ON INDEX raw.sync_runs_table_idx IS 'Query: the runs of a table, newest first';

CREATE TABLE "raw"."quarantine" (
  "tenant_id" bigint NOT NULL,
  "quarantine_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "table_name" text NOT NULL,
  "record_key" text NOT NULL,
  "payload" json NOT NULL,
  "error_code" text,
  "error" text NOT NULL,
  "run_id" bigint,
  "attempts" integer DEFAULT 1 NOT NULL,
  "first_seen_at" timestamptz NOT NULL,
  "last_seen_at" timestamptz NOT NULL,
  "resolved_at" timestamptz
);
COMMENT ON COLUMN "raw"."quarantine"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."quarantine_id" IS $pga$The entry, for people to name it by.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."record_key" IS $pga$The record's id as text, or a hash of the payload where it has none that can be read.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."payload" IS $pga$The record exactly as received (json and not jsonb: it keeps what jsonb refuses).$pga$;
COMMENT ON COLUMN "raw"."quarantine"."error_code" IS $pga$SQLSTATE of the error, where PostgreSQL refused the record.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."error" IS $pga$Why the record could not be written.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."run_id" IS $pga$The run that met it last.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."attempts" IS $pga$How often writing it was tried.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."first_seen_at" IS $pga$When it was first refused.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."last_seen_at" IS $pga$When it was last refused.$pga$;
COMMENT ON COLUMN "raw"."quarantine"."resolved_at" IS $pga$When a version of the record was written after all, or it was dropped; NULL while open.$pga$;
COMMENT ON TABLE "raw"."quarantine" IS $pga$Records that could not be written, with the reason, so that nothing is lost.$pga$;

ALTER TABLE "raw"."quarantine"
  ADD CONSTRAINT "quarantine_pkey" PRIMARY KEY (tenant_id, quarantine_id);

ALTER TABLE "raw"."quarantine"
  ADD CONSTRAINT "quarantine_record_key" UNIQUE (tenant_id, table_name, record_key);

COMMENT ON INDEX raw.quarantine_pkey IS 'Query: an entry by its id';

COMMENT ON INDEX raw.quarantine_record_key IS 'Query: the entry of a record; the entries of a table';

CREATE TABLE "raw"."api_drift" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "json_path" text NOT NULL,
  "kind" text NOT NULL CHECK (kind IN ('unknown', 'missing', 'type')),
  "detail" text,
  "occurrences" bigint DEFAULT 0 NOT NULL,
  "first_seen_at" timestamptz NOT NULL,
  "last_seen_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "raw"."api_drift"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."json_path" IS $pga$Where in the record, such as address.latitude.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."kind" IS $pga$unknown: a field nobody knew; missing: a required field is not sent; type: a value that its column cannot hold.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."detail" IS $pga$What was expected, such as bigint. Never a value: it may be personal data.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."occurrences" IS $pga$Records that showed it when they were written.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."first_seen_at" IS $pga$When it was first seen.$pga$;
COMMENT ON COLUMN "raw"."api_drift"."last_seen_at" IS $pga$When it was last seen.$pga$;
COMMENT ON TABLE "raw"."api_drift" IS $pga$API drift: where ServiceTitan sends other fields or types than were known.$pga$;

ALTER TABLE "raw"."api_drift"
  ADD CONSTRAINT "api_drift_pkey" PRIMARY KEY (tenant_id, table_name, json_path, kind);

COMMENT ON INDEX raw.api_drift_pkey IS 'Query: the drift of a table';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('007_create_sync_bookkeeping', now() AT TIME ZONE 'UTC');

COMMIT;
