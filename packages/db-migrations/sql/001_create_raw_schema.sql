-- Applies 001_create_raw_schema. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

CREATE TABLE IF NOT EXISTS public.pgmigrations (id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL);
DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM NULL THEN
    RAISE EXCEPTION '001_create_raw_schema comes after no migration, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE SCHEMA "raw";

COMMENT ON SCHEMA raw IS 'ServiceTitan as it is: one cache table a resource, and what the sync knows of each.';

CREATE TABLE "raw"."sync_state" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "status" text DEFAULT $pga$idle$pga$ NOT NULL CHECK (status IN ('idle', 'running', 'failed')),
  "last_full_sync" timestamptz,
  "last_incremental_sync" timestamptz,
  "records_synced" bigint DEFAULT 0 NOT NULL,
  "cursor" text,
  "full_sync_cursor" text,
  "data_as_of" timestamptz,
  "last_error" text,
  "last_error_at" timestamptz,
  "consecutive_failures" integer DEFAULT 0 NOT NULL,
  "next_run_at" timestamptz,
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "updated_at" timestamptz DEFAULT now() NOT NULL
);
COMMENT ON COLUMN "raw"."sync_state"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."status" IS $pga$What the sync of this table does now; failed: the last run did not end well.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_full_sync" IS $pga$When the last full sync ended whole.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_incremental_sync" IS $pga$When the last incremental sync ended whole.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."records_synced" IS $pga$Records received by the last run, changed or not.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."cursor" IS $pga$Where the next incremental sync goes on: the export feed's continueFrom exactly as received; never parsed.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."full_sync_cursor" IS $pga$Where a full sync that has begun and not ended goes on; NULL when none is under way.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."data_as_of" IS $pga$Everything that ServiceTitan changed before this moment is in the table.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_error" IS $pga$What stopped the last failed run; NULL once a run ends well.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."last_error_at" IS $pga$When that happened.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."consecutive_failures" IS $pga$Failed runs since the last one that ended well.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."next_run_at" IS $pga$When the table is due again; NULL: no schedule.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."created_at" IS $pga$When this row was first written.$pga$;
COMMENT ON COLUMN "raw"."sync_state"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON TABLE "raw"."sync_state" IS $pga$The sync state of each cache table of each tenant.$pga$;

ALTER TABLE "raw"."sync_state"
  ADD CONSTRAINT "sync_state_pkey" PRIMARY KEY (tenant_id, table_name);

COMMENT ON INDEX raw.sync_state_pkey IS 'Query: the sync state of a table; all tables of a tenant';

INSERT INTO public.pgmigrations (name, run_on) VALUES ('001_create_raw_schema', now() AT TIME ZONE 'UTC');

COMMIT;
