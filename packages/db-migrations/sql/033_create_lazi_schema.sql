-- Applies 033_create_lazi_schema. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '032_index_changes_of_record' THEN
    RAISE EXCEPTION '033_create_lazi_schema comes after 032_index_changes_of_record, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE SCHEMA "lazi";

COMMENT ON SCHEMA lazi IS 'LAZI''s records: the contractor''s model, filled from schema raw.';

ALTER SCHEMA lazi OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA lazi TO lazi_sync, lazi_reader;

CREATE SCHEMA "sync";

COMMENT ON SCHEMA sync IS 'The state of what is computed from change feeds, and which side owns which records.';

ALTER SCHEMA sync OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA sync TO lazi_sync, lazi_reader;

CREATE FUNCTION lazi.projected_id(tenant bigint, table_name text, st_id bigint) RETURNS uuid
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (lpad(to_hex((st_id >> 12) & 281474976710655), 12, '0') || '8' || lpad(to_hex(st_id & 4095), 3, '0')
          || translate(left(md5(tenant::text || ':' || table_name || ':' || st_id::text), 1), '0123456789abcdef', '89ab89ab89ab89ab')
          || substr(md5(tenant::text || ':' || table_name || ':' || st_id::text), 2, 15))::uuid;

COMMENT ON FUNCTION lazi.projected_id(bigint, text, bigint) IS 'The id of a record that was created in ServiceTitan: always the same, and rising with the id there.';

CREATE FUNCTION lazi.st_id_of(id uuid) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ('x0' || left(replace(id::text, '-', ''), 12) || substr(replace(id::text, '-', ''), 14, 3))::bit(64)::bigint;

COMMENT ON FUNCTION lazi.st_id_of(uuid) IS 'The id in ServiceTitan from which projected_id computed an id; meaningless for other ids.';

ALTER FUNCTION lazi.st_id_of(uuid) OWNER TO lazi_migrator;

REVOKE ALL ON FUNCTION lazi.st_id_of(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION lazi.st_id_of(uuid) TO lazi_sync, lazi_reader;

ALTER FUNCTION lazi.projected_id(bigint, text, bigint) OWNER TO lazi_migrator;

REVOKE ALL ON FUNCTION lazi.projected_id(bigint, text, bigint) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION lazi.projected_id(bigint, text, bigint) TO lazi_sync, lazi_reader;

CREATE TABLE "lazi"."changes" (
  "tenant_id" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "table_name" text NOT NULL,
  "id" uuid,
  "op" text NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'restore', 'snapshot')),
  "changed_paths" text[] DEFAULT $pga${}$pga$ NOT NULL,
  "actor" text NOT NULL,
  "request_id" uuid,
  "cause_seq" bigint,
  "at" timestamptz NOT NULL
);
COMMENT ON COLUMN "lazi"."changes"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."changes"."seq" IS $pga$Number of the change within the tenant: without gaps, and in the order of commits.$pga$;
COMMENT ON COLUMN "lazi"."changes"."table_name" IS $pga$The table or view in schema lazi, such as jobs.$pga$;
COMMENT ON COLUMN "lazi"."changes"."id" IS $pga$The record; NULL for a snapshot, which is about the whole table.$pga$;
COMMENT ON COLUMN "lazi"."changes"."op" IS $pga$What happened to the record; delete: deleted_at was set, restore: it was removed. snapshot: read the whole table.$pga$;
COMMENT ON COLUMN "lazi"."changes"."changed_paths" IS $pga$The columns that an update changed; else empty.$pga$;
COMMENT ON COLUMN "lazi"."changes"."actor" IS $pga$Who made the change, as kind:id, or servicetitan.$pga$;
COMMENT ON COLUMN "lazi"."changes"."request_id" IS $pga$The request to the API that made it, if one did.$pga$;
COMMENT ON COLUMN "lazi"."changes"."cause_seq" IS $pga$The number in raw.changes up to which ServiceTitan's changes are in it, if they caused it.$pga$;
COMMENT ON COLUMN "lazi"."changes"."at" IS $pga$When it was made.$pga$;
COMMENT ON TABLE "lazi"."changes" IS $pga$The change feed of LAZI's records, for consumers that follow it. Old changes are removed.$pga$;

ALTER TABLE "lazi"."changes"
  ADD CONSTRAINT "changes_pkey" PRIMARY KEY (tenant_id, seq);

COMMENT ON INDEX lazi.changes_pkey IS 'Query: the changes of a tenant after a seq, in order; its oldest changes, to remove them';

CREATE INDEX "changes_record_idx" ON "lazi"."changes" ("tenant_id", "table_name", "id", "seq") WHERE id IS NOT NULL;

COMMENT ON INDEX lazi.changes_record_idx IS 'Query: the last changes of a record';

CREATE TABLE "lazi"."change_positions" (
  "tenant_id" bigint NOT NULL,
  "epoch" uuid DEFAULT gen_random_uuid() NOT NULL,
  "last_seq" bigint DEFAULT 0 NOT NULL,
  "trimmed_seq" bigint DEFAULT 0 NOT NULL,
  "updated_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "lazi"."change_positions"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "lazi"."change_positions"."epoch" IS $pga$The feed's identity: a tenant that is removed and added again has another.$pga$;
COMMENT ON COLUMN "lazi"."change_positions"."last_seq" IS $pga$The greatest seq given. Its row is locked last in a transaction, until the commit.$pga$;
COMMENT ON COLUMN "lazi"."change_positions"."trimmed_seq" IS $pga$Changes up to this seq were removed; a consumer that is behind it must read the tables again.$pga$;
COMMENT ON COLUMN "lazi"."change_positions"."updated_at" IS $pga$When this row last changed.$pga$;
COMMENT ON TABLE "lazi"."change_positions" IS $pga$Where the change feed of each tenant's records begins and ends.$pga$;

ALTER TABLE "lazi"."change_positions"
  ADD CONSTRAINT "change_positions_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX lazi.change_positions_pkey IS 'Query: where the change feed of a tenant ends';

INSERT INTO lazi.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants;

CREATE TABLE "sync"."domains" (
  "tenant_id" bigint NOT NULL,
  "domain" text NOT NULL CHECK (domain IN ('customers', 'jobs', 'people', 'reference', 'accounting')),
  "mode" text DEFAULT $pga$servicetitan$pga$ NOT NULL CHECK (mode IN ('servicetitan', 'lazi')),
  "since" timestamptz NOT NULL,
  "switched_by" text NOT NULL
);
COMMENT ON COLUMN "sync"."domains"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."domains"."domain" IS $pga$The tables that change sides together.$pga$;
COMMENT ON COLUMN "sync"."domains"."mode" IS $pga$Which side owns its records. servicetitan: they are read-only in LAZI; lazi: they are changed in LAZI, and ServiceTitan's changes of them are not taken over.$pga$;
COMMENT ON COLUMN "sync"."domains"."since" IS $pga$Since when it has this mode.$pga$;
COMMENT ON COLUMN "sync"."domains"."switched_by" IS $pga$Who chose the mode, as kind:id.$pga$;
COMMENT ON TABLE "sync"."domains" IS $pga$Which side owns a tenant's records: five rows per tenant, made with it.$pga$;

ALTER TABLE "sync"."domains"
  ADD CONSTRAINT "domains_owned_check" CHECK (mode = 'servicetitan' OR domain IN ('customers', 'jobs'));

ALTER TABLE "sync"."domains"
  ADD CONSTRAINT "domains_pkey" PRIMARY KEY (tenant_id, domain);

COMMENT ON INDEX sync.domains_pkey IS 'Query: the mode of a domain';

INSERT INTO sync.domains (tenant_id, domain, since, switched_by)
SELECT tenant_id, domain, now(), 'system:migration'
  FROM raw.tenants CROSS JOIN unnest(ARRAY['customers', 'jobs', 'people', 'reference', 'accounting']) AS domain;

CREATE TABLE "sync"."followers" (
  "tenant_id" bigint NOT NULL,
  "name" text NOT NULL,
  "feed_epoch" uuid,
  "seq" bigint DEFAULT 0 NOT NULL,
  "version" integer DEFAULT 0 NOT NULL,
  "rebuild_table" text,
  "rebuild_after" text,
  "pending" text[] DEFAULT $pga${}$pga$ NOT NULL,
  "ready" text[] DEFAULT $pga${}$pga$ NOT NULL,
  "time_zone" text,
  "error" text,
  "failures" integer DEFAULT 0 NOT NULL,
  "due_at" timestamptz,
  "updated_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "sync"."followers"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."followers"."name" IS $pga$What follows, such as records: it fills schema lazi.$pga$;
COMMENT ON COLUMN "sync"."followers"."feed_epoch" IS $pga$The epoch of the feed that was followed last; NULL: it has not begun.$pga$;
COMMENT ON COLUMN "sync"."followers"."seq" IS $pga$The changes up to this seq are applied; it moves in the transaction that applies them.$pga$;
COMMENT ON COLUMN "sync"."followers"."version" IS $pga$The version of the rules that were applied. A worker with a higher one rebuilds.$pga$;
COMMENT ON COLUMN "sync"."followers"."rebuild_table" IS $pga$The table that is being rebuilt; NULL: none.$pga$;
COMMENT ON COLUMN "sync"."followers"."rebuild_after" IS $pga$The rebuild continues after the row with this id; NULL: from the beginning.$pga$;
COMMENT ON COLUMN "sync"."followers"."pending" IS $pga$Tables that must be rebuilt again although they are ready.$pga$;
COMMENT ON COLUMN "sync"."followers"."ready" IS $pga$The tables that were built completely once, and follow the feed since.$pga$;
COMMENT ON COLUMN "sync"."followers"."time_zone" IS $pga$The time zone of the days that it computes; NULL: none yet, or it computes no days.$pga$;
COMMENT ON COLUMN "sync"."followers"."error" IS $pga$Why the last step failed; NULL: it did not.$pga$;
COMMENT ON COLUMN "sync"."followers"."failures" IS $pga$The number of steps that failed since the last one that did not.$pga$;
COMMENT ON COLUMN "sync"."followers"."due_at" IS $pga$After a failed step: when the next one is due; NULL: as soon as there is something to apply.$pga$;
COMMENT ON COLUMN "sync"."followers"."updated_at" IS $pga$When the last step ended.$pga$;
COMMENT ON TABLE "sync"."followers" IS $pga$How far what follows a change feed has come, per tenant. A worker locks the row for a step.$pga$;

ALTER TABLE "sync"."followers"
  ADD CONSTRAINT "followers_pkey" PRIMARY KEY (tenant_id, name);

COMMENT ON INDEX sync.followers_pkey IS 'Query: how far a follower of a tenant has come';

INSERT INTO sync.followers (tenant_id, name, updated_at) SELECT tenant_id, 'records', now() FROM raw.tenants;

CREATE TABLE "sync"."waiting" (
  "tenant_id" bigint NOT NULL,
  "table_name" text NOT NULL,
  "st_id" bigint NOT NULL,
  "needs_table" text NOT NULL,
  "needs_st_id" bigint NOT NULL,
  "reason" text NOT NULL CHECK (reason IN ('reference', 'refused', 'new')),
  "error" text,
  "is_due" boolean DEFAULT false NOT NULL,
  "since" timestamptz NOT NULL
);
COMMENT ON COLUMN "sync"."waiting"."tenant_id" IS $pga$The tenant: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "sync"."waiting"."table_name" IS $pga$The table or view in schema lazi.$pga$;
COMMENT ON COLUMN "sync"."waiting"."st_id" IS $pga$ServiceTitan's id of the row.$pga$;
COMMENT ON COLUMN "sync"."waiting"."needs_table" IS $pga$The table of the missing record; empty for a row that was refused or is new.$pga$;
COMMENT ON COLUMN "sync"."waiting"."needs_st_id" IS $pga$ServiceTitan's id of the missing record; 0 for a row that was refused or is new.$pga$;
COMMENT ON COLUMN "sync"."waiting"."reason" IS $pga$reference: the row is in its table, without this reference; refused: PostgreSQL refused it, and its last good version stays; new: it was created in ServiceTitan while LAZI owns the records of its table, and is not taken over yet.$pga$;
COMMENT ON COLUMN "sync"."waiting"."error" IS $pga$Why it was refused.$pga$;
COMMENT ON COLUMN "sync"."waiting"."is_due" IS $pga$Whether the missing record has arrived, so that the row is applied in the next step.$pga$;
COMMENT ON COLUMN "sync"."waiting"."since" IS $pga$Since when it waits.$pga$;
COMMENT ON TABLE "sync"."waiting" IS $pga$Rows of schema raw that are not in schema lazi as they should be, and what they wait for.$pga$;

ALTER TABLE "sync"."waiting"
  ADD CONSTRAINT "waiting_pkey" PRIMARY KEY (tenant_id, table_name, st_id, needs_table, needs_st_id);

COMMENT ON INDEX sync.waiting_pkey IS 'Query: what a row waits for';

CREATE INDEX "waiting_needs_idx" ON "sync"."waiting" ("tenant_id", "needs_table", "needs_st_id") WHERE reason = 'reference';

COMMENT ON INDEX sync.waiting_needs_idx IS 'Query: the rows that wait for a record';

CREATE INDEX "waiting_due_idx" ON "sync"."waiting" ("tenant_id", "table_name", "st_id") WHERE is_due;

COMMENT ON INDEX sync.waiting_due_idx IS 'Query: the rows whose missing record has arrived';

ALTER TABLE lazi.changes OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.changes TO lazi_sync;

GRANT SELECT ON lazi.changes TO lazi_reader;

ALTER TABLE "lazi"."changes"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."changes"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."changes" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."changes" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE lazi.change_positions OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON lazi.change_positions TO lazi_sync;

GRANT SELECT ON lazi.change_positions TO lazi_reader;

ALTER TABLE "lazi"."change_positions"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "lazi"."change_positions"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "lazi"."change_positions" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "lazi"."change_positions" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE sync.domains OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.domains TO lazi_sync;

GRANT SELECT ON sync.domains TO lazi_reader;

ALTER TABLE "sync"."domains"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."domains"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."domains" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."domains" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE sync.followers OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.followers TO lazi_sync;

GRANT SELECT ON sync.followers TO lazi_reader;

ALTER TABLE "sync"."followers"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."followers"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."followers" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."followers" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

ALTER TABLE sync.waiting OWNER TO lazi_migrator;

GRANT SELECT, INSERT, UPDATE, DELETE ON sync.waiting TO lazi_sync;

GRANT SELECT ON sync.waiting TO lazi_reader;

ALTER TABLE "sync"."waiting"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "sync"."waiting"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "sync"."waiting" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "sync"."waiting" FOR SELECT TO lazi_reader USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('033_create_lazi_schema', now() AT TIME ZONE 'UTC');

COMMIT;
