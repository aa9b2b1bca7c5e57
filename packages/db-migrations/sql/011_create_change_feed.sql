-- Applies 011_create_change_feed. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '010_create_roles_and_row_level_security' THEN
    RAISE EXCEPTION '011_create_change_feed comes after 010_create_roles_and_row_level_security, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "raw"."changes" (
  "tenant_id" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "table_name" text NOT NULL,
  "st_id" bigint,
  "op" text NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'restore', 'snapshot')),
  "changed_paths" text[] DEFAULT $pga${}$pga$ NOT NULL,
  "at" timestamptz NOT NULL
);
COMMENT ON COLUMN "raw"."changes"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."changes"."seq" IS $pga$Number of the change within the tenant: without gaps and in the order of commits, so that following seq misses none.$pga$;
COMMENT ON COLUMN "raw"."changes"."table_name" IS $pga$The cache table in schema raw, such as st_jobs.$pga$;
COMMENT ON COLUMN "raw"."changes"."st_id" IS $pga$The row that changed; NULL for a snapshot, which is about the whole table.$pga$;
COMMENT ON COLUMN "raw"."changes"."op" IS $pga$What happened to the row; delete: it got a tombstone, restore: it lost it. snapshot: the first full sync ended whole, read the table.$pga$;
COMMENT ON COLUMN "raw"."changes"."changed_paths" IS $pga$JSON paths of full_data that an update changed, such as address.street; else empty.$pga$;
COMMENT ON COLUMN "raw"."changes"."at" IS $pga$When the page that made the change was written.$pga$;
COMMENT ON TABLE "raw"."changes" IS $pga$The change feed: what changed in the cache tables, for consumers that follow it. Old changes are removed.$pga$;

ALTER TABLE "raw"."changes"
  ADD CONSTRAINT "changes_pkey" PRIMARY KEY (tenant_id, seq);

COMMENT ON INDEX raw.changes_pkey IS 'Query: the changes of a tenant after a seq, in order; its oldest changes, to remove them';

ALTER TABLE raw.changes OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.changes TO lazi_sync;

GRANT SELECT ON raw.changes TO lazi_reader;

ALTER TABLE "raw"."changes"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."changes"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."changes" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."changes" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE TABLE "raw"."change_positions" (
  "tenant_id" bigint NOT NULL,
  "last_seq" bigint DEFAULT 0 NOT NULL,
  "trimmed_seq" bigint DEFAULT 0 NOT NULL,
  "updated_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "raw"."change_positions"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "raw"."change_positions"."last_seq" IS $pga$The greatest seq given. A page takes its numbers here last of all and holds this row until it commits, hence the order of raw.changes.$pga$;
COMMENT ON COLUMN "raw"."change_positions"."trimmed_seq" IS $pga$Changes up to this seq were removed; a consumer that is behind it reads the tables anew.$pga$;
COMMENT ON COLUMN "raw"."change_positions"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON TABLE "raw"."change_positions" IS $pga$Where the change feed of each tenant begins and ends.$pga$;

ALTER TABLE "raw"."change_positions"
  ADD CONSTRAINT "change_positions_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX raw.change_positions_pkey IS 'Query: where the change feed of a tenant ends';

ALTER TABLE raw.change_positions OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON raw.change_positions TO lazi_sync;

GRANT SELECT ON raw.change_positions TO lazi_reader;

ALTER TABLE "raw"."change_positions"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "raw"."change_positions"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "raw"."change_positions" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "raw"."change_positions" FOR SELECT TO lazi_reader USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

INSERT INTO public.pgmigrations (name, run_on) VALUES ('011_create_change_feed', now() AT TIME ZONE 'UTC');

COMMIT;
