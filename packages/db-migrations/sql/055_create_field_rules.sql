-- Applies 055_create_field_rules. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '054_create_hybrid' THEN
    RAISE EXCEPTION '055_create_field_rules comes after 054_create_hybrid, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "sync"."field_rules" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "field" text NOT NULL,
  "on_conflict" text NOT NULL CHECK (on_conflict IN ('servicetitan', 'lazi', 'ask')),
  "set_at" timestamptz NOT NULL,
  "set_by" text NOT NULL
);
COMMENT ON COLUMN "sync"."field_rules"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."field_rules"."table_name" IS $pga$The table in schema lazi, such as customers.$pga$;
COMMENT ON COLUMN "sync"."field_rules"."field" IS $pga$The field, or the group of fields, such as address.$pga$;
COMMENT ON COLUMN "sync"."field_rules"."on_conflict" IS $pga$Whose value stays when both sides have changed it. ask: a person decides.$pga$;
COMMENT ON COLUMN "sync"."field_rules"."set_at" IS $pga$When it was set.$pga$;
COMMENT ON COLUMN "sync"."field_rules"."set_by" IS $pga$Who set it, as kind:id.$pga$;
COMMENT ON TABLE "sync"."field_rules" IS $pga$What becomes of fields that both sides change, where a tenant has chosen other than the default.$pga$;

ALTER TABLE "sync"."field_rules"
  ADD CONSTRAINT "field_rules_pkey" PRIMARY KEY (tenant_id, table_name, field);

COMMENT ON INDEX sync.field_rules_pkey IS 'Query: the rules of a table';

ALTER TABLE sync.field_rules OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.field_rules TO lazi_sync;

GRANT SELECT ON sync.field_rules TO lazi_reader;

ALTER TABLE "sync"."field_rules"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."field_rules"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."field_rules" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."field_rules" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.field_rules TO lazi_writer;

CREATE POLICY "one_tenant_writes" ON "sync"."field_rules" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('055_create_field_rules', now() AT TIME ZONE 'UTC');

COMMIT;
