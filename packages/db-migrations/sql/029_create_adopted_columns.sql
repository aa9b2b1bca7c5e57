-- Applies 029_create_adopted_columns. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '028_create_sessions' THEN
    RAISE EXCEPTION '029_create_adopted_columns comes after 028_create_sessions, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."adopted_columns" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "st_id" bigint NOT NULL,
  "values" jsonb NOT NULL
);
COMMENT ON COLUMN "raw"."adopted_columns"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."adopted_columns"."table_name" IS $pga$The table in schema raw whose old form had the columns, such as st_technicians.$pga$;
COMMENT ON COLUMN "raw"."adopted_columns"."st_id" IS $pga$The row of that table; 0 for sync_state, whose values are by table name.$pga$;
COMMENT ON COLUMN "raw"."adopted_columns"."values" IS $pga$The values by the name of the old column, without those that were NULL.$pga$;
COMMENT ON TABLE "raw"."adopted_columns" IS $pga$Values of columns that the tables of hand-run scripts had and the schema has not, kept when the database was adopted. Nothing updates them.$pga$;

ALTER TABLE "raw"."adopted_columns"
  ADD CONSTRAINT "adopted_columns_pkey" PRIMARY KEY (tenant_id, table_name, st_id);

COMMENT ON INDEX raw.adopted_columns_pkey IS 'Query: the kept values of a row; the rows of a table that have kept values';

ALTER TABLE raw.adopted_columns OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.adopted_columns TO lazi_sync;

GRANT SELECT ON raw.adopted_columns TO lazi_reader;

ALTER TABLE "raw"."adopted_columns"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."adopted_columns"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."adopted_columns" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."adopted_columns" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

REVOKE SELECT ON raw.adopted_columns FROM lazi_reader;

GRANT SELECT (tenant_id, table_name, st_id) ON raw.adopted_columns TO lazi_reader;

WITH moved AS (
  DELETE FROM raw.quarantine WHERE error = 'columns without a place in the schema; kept when the database was adopted' AND record_key ~ '^adopted_columns/-?[0-9]+$'
  RETURNING tenant_id, table_name, record_key, payload)
INSERT INTO raw.adopted_columns (tenant_id, table_name, st_id, values)
SELECT tenant_id, table_name, substr(record_key, 17)::bigint, payload::jsonb FROM moved;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('029_create_adopted_columns', now() AT TIME ZONE 'UTC');

COMMIT;
