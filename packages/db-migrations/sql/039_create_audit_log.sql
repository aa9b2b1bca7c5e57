-- Applies 039_create_audit_log. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '038_create_writer' THEN
    RAISE EXCEPTION '039_create_audit_log comes after 038_create_writer, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_eraser') THEN
    BEGIN
      CREATE ROLE lazi_eraser NOLOGIN;
      COMMENT ON ROLE lazi_eraser IS 'Empties former values in the audit log. Grant it to a login only while it erases.';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role lazi_eraser is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE lazi_eraser NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_eraser' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_eraser bypasses row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_eraser NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;

CREATE SCHEMA "audit";

COMMENT ON SCHEMA audit IS 'Who changed what in LAZI, when and why.';

ALTER SCHEMA audit OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA audit TO lazi_sync, lazi_writer, lazi_eraser;

CREATE TABLE "audit"."positions" (
  "tenant_id" bigint NOT NULL,
  "epoch" uuid DEFAULT gen_random_uuid() NOT NULL,
  "last_seq" bigint NOT NULL,
  "last_at" timestamptz NOT NULL
);
COMMENT ON COLUMN "audit"."positions"."tenant_id" IS $pga$The tenant; 0: the installation, whose entries are about tenants and the log itself.$pga$;
COMMENT ON COLUMN "audit"."positions"."epoch" IS $pga$The log's identity: a tenant that is removed and added again has another.$pga$;
COMMENT ON COLUMN "audit"."positions"."last_seq" IS $pga$The greatest seq given. Its row is locked until the commit.$pga$;
COMMENT ON COLUMN "audit"."positions"."last_at" IS $pga$The time of the last entry.$pga$;
COMMENT ON TABLE "audit"."positions" IS $pga$Where each tenant's audit log ends.$pga$;

ALTER TABLE "audit"."positions"
  ADD CONSTRAINT "positions_pkey" PRIMARY KEY (tenant_id);

COMMENT ON INDEX audit.positions_pkey IS 'Query: where the audit log of a tenant ends';

ALTER TABLE audit.positions OWNER TO lazi_migrator;

ALTER TABLE "audit"."positions"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "audit"."positions"
    FORCE ROW LEVEL SECURITY;

REVOKE DELETE, TRUNCATE ON audit.positions FROM lazi_migrator;

GRANT SELECT, INSERT, UPDATE (last_seq, last_at) ON audit.positions TO lazi_sync;

GRANT SELECT, INSERT (tenant_id, last_seq, last_at), UPDATE (last_seq, last_at) ON audit.positions TO lazi_writer;

CREATE POLICY "all_tenants" ON "audit"."positions" FOR ALL TO lazi_migrator, lazi_sync USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "audit"."positions" FOR ALL TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "audit"."entries" (
  "tenant_id" bigint NOT NULL,
  "seq" bigint NOT NULL,
  "at" timestamptz NOT NULL,
  "actor_kind" text NOT NULL CHECK (actor_kind IN ('servicetitan', 'key', 'cli', 'worker', 'system')),
  "actor_id" text,
  "actor_name" text,
  "on_behalf_of" text,
  "db_user" text DEFAULT session_user NOT NULL,
  "action" text NOT NULL CHECK (action IN ('create', 'update', 'delete', 'restore', 'revoke', 'request', 'replay', 'drop', 'reset', 'rebuild', 'pause', 'resume', 'login', 'logout', 'view', 'export', 'erase', 'redact', 'retain', 'verify', 'merge', 'dispatch', 'start', 'done', 'complete', 'hold', 'unhold', 'reopen', 'cancel', 'reschedule', 'assign', 'unassign', 'confirm', 'unconfirm', 'switch', 'adopt', 'decide', 'retry')),
  "entity" text NOT NULL,
  "entity_id" text NOT NULL,
  "request_id" uuid,
  "run_id" bigint,
  "reason" text CHECK (char_length(reason) <= 500),
  "changes" text,
  "salt" uuid,
  "changes_hash" bytea CHECK (octet_length(changes_hash) = 32)
);
COMMENT ON COLUMN "audit"."entries"."tenant_id" IS $pga$The tenant; 0: the installation, whose entries are about tenants and the log itself.$pga$;
COMMENT ON COLUMN "audit"."entries"."seq" IS $pga$Number of the entry within the tenant: without gaps, and in the order of commits.$pga$;
COMMENT ON COLUMN "audit"."entries"."at" IS $pga$When it was made, and never before the tenant's last entry.$pga$;
COMMENT ON COLUMN "audit"."entries"."actor_kind" IS $pga$What acted: a key of the API, a command, a worker, the software itself, or ServiceTitan.$pga$;
COMMENT ON COLUMN "audit"."entries"."actor_id" IS $pga$Which one: the id of the key, user@host, the worker; NULL: none.$pga$;
COMMENT ON COLUMN "audit"."entries"."actor_name" IS $pga$Its name at that time, for people.$pga$;
COMMENT ON COLUMN "audit"."entries"."on_behalf_of" IS $pga$For whom it acted, as it says itself; NULL: not said.$pga$;
COMMENT ON COLUMN "audit"."entries"."db_user" IS $pga$The login of the database session, as PostgreSQL knows it.$pga$;
COMMENT ON COLUMN "audit"."entries"."action" IS $pga$What was done.$pga$;
COMMENT ON COLUMN "audit"."entries"."entity" IS $pga$The table of what was changed, with its schema, such as api.keys.$pga$;
COMMENT ON COLUMN "audit"."entries"."entity_id" IS $pga$Which row of it; the parts of a composite id are joined by a colon.$pga$;
COMMENT ON COLUMN "audit"."entries"."request_id" IS $pga$The request to the API that did it, if one did.$pga$;
COMMENT ON COLUMN "audit"."entries"."run_id" IS $pga$The run that did it, if one did.$pga$;
COMMENT ON COLUMN "audit"."entries"."reason" IS $pga$Why, in the words of who did it; NULL: not said.$pga$;
COMMENT ON COLUMN "audit"."entries"."changes" IS $pga$JSON {"field": {"old": …, "new": …}} of the fields that changed, as text so that its bytes stay the same. NULL: none, or emptied by an erasure.$pga$;
COMMENT ON COLUMN "audit"."entries"."salt" IS $pga$Random, so that an emptied value cannot be guessed from the hash; emptied with it.$pga$;
COMMENT ON COLUMN "audit"."entries"."changes_hash" IS $pga$SHA-256 of salt and changes. It stays when they are emptied. NULL: there were no changes.$pga$;
COMMENT ON TABLE "audit"."entries" IS $pga$The audit log: one row per change that a person, a command or the API made. It has rights to insert and read only.$pga$;

ALTER TABLE "audit"."entries"
  ADD CONSTRAINT "entries_pkey" PRIMARY KEY (tenant_id, seq);

ALTER TABLE "audit"."entries"
  ADD CONSTRAINT "entries_changes_check" CHECK ((changes IS NULL) = (salt IS NULL) AND (changes IS NULL OR changes_hash IS NOT NULL));

COMMENT ON INDEX audit.entries_pkey IS 'Query: an entry; the entries of a tenant in order';

CREATE INDEX entries_entity_idx ON audit.entries (tenant_id, entity, entity_id, seq DESC);

COMMENT ON INDEX audit.entries_entity_idx IS 'Query: the entries of one thing, newest first';

CREATE INDEX entries_actor_idx ON audit.entries (tenant_id, actor_kind, actor_id, seq DESC);

COMMENT ON INDEX audit.entries_actor_idx IS 'Query: the entries of one actor, newest first';

CREATE INDEX entries_at_idx ON audit.entries (tenant_id, at DESC, seq DESC);

COMMENT ON INDEX audit.entries_at_idx IS 'Query: the entries of a period, newest first';

CREATE INDEX entries_request_idx ON audit.entries (tenant_id, request_id) WHERE request_id IS NOT NULL;

COMMENT ON INDEX audit.entries_request_idx IS 'Query: the entries of one request';

ALTER TABLE audit.entries OWNER TO lazi_migrator;

ALTER TABLE "audit"."entries"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "audit"."entries"
    FORCE ROW LEVEL SECURITY;

REVOKE UPDATE, DELETE, TRUNCATE ON audit.entries FROM lazi_migrator;

GRANT SELECT, INSERT (tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity, entity_id, request_id, run_id, reason, changes, salt, changes_hash) ON audit.entries TO lazi_sync, lazi_writer;

GRANT SELECT, UPDATE (changes, salt) ON audit.entries TO lazi_eraser;

CREATE POLICY "all_tenants_read" ON "audit"."entries" FOR SELECT TO lazi_migrator, lazi_sync, lazi_eraser USING (true);

CREATE POLICY "all_tenants_insert" ON "audit"."entries" FOR INSERT TO lazi_migrator, lazi_sync WITH CHECK (true);

CREATE POLICY "one_tenant_read" ON "audit"."entries" FOR SELECT TO lazi_writer USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE POLICY "one_tenant_insert" ON "audit"."entries" FOR INSERT TO lazi_writer WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE POLICY "emptied_only" ON "audit"."entries" FOR UPDATE TO lazi_eraser USING (true) WITH CHECK (changes IS NULL AND salt IS NULL);

INSERT INTO public.pgmigrations (name, run_on) VALUES ('039_create_audit_log', now() AT TIME ZONE 'UTC');

COMMIT;
