-- Applies 041_create_erased. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '040_create_audit_seals' THEN
    RAISE EXCEPTION '041_create_erased comes after 040_create_audit_seals, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."erased" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "st_id" bigint NOT NULL,
  "active" boolean NOT NULL,
  "modified_on" timestamptz,
  "requested_at" timestamptz NOT NULL,
  "emptied_at" timestamptz
);
COMMENT ON COLUMN "raw"."erased"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."erased"."table_name" IS $pga$The cache table, such as st_customers.$pga$;
COMMENT ON COLUMN "raw"."erased"."st_id" IS $pga$ServiceTitan's id of the record.$pga$;
COMMENT ON COLUMN "raw"."erased"."active" IS $pga$Whether the record is active in ServiceTitan, as last received.$pga$;
COMMENT ON COLUMN "raw"."erased"."modified_on" IS $pga$When it was last modified in ServiceTitan, as last received: verify counts it there.$pga$;
COMMENT ON COLUMN "raw"."erased"."requested_at" IS $pga$When its erasure was requested.$pga$;
COMMENT ON COLUMN "raw"."erased"."emptied_at" IS $pga$When its stored values were removed; NULL: not yet.$pga$;
COMMENT ON TABLE "raw"."erased" IS $pga$Records about persons who were erased. The sync skips them, so that ServiceTitan, which cannot delete them, does not bring them back.$pga$;

ALTER TABLE "raw"."erased"
  ADD CONSTRAINT "erased_pkey" PRIMARY KEY (tenant_id, table_name, st_id);

COMMENT ON INDEX raw.erased_pkey IS 'Query: the erased records of a table; is this record erased?';

CREATE INDEX "erased_open_idx" ON "raw"."erased" ("tenant_id", "table_name", "st_id") WHERE emptied_at IS NULL;

COMMENT ON INDEX raw.erased_open_idx IS 'Query: the records that an erasure has not emptied yet';

ALTER TABLE raw.erased OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.erased TO lazi_sync;

GRANT SELECT ON raw.erased TO lazi_reader;

ALTER TABLE "raw"."erased"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."erased"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."erased" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."erased" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('041_create_erased', now() AT TIME ZONE 'UTC');

COMMIT;
