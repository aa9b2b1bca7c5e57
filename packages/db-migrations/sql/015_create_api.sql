-- Applies 015_create_api. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '014_create_queue' THEN
    RAISE EXCEPTION '015_create_api comes after 014_create_queue, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_api') THEN
    BEGIN
      CREATE ROLE lazi_api NOLOGIN;
      COMMENT ON ROLE lazi_api IS 'Looks API keys up and asks for syncs, one tenant at a time. Grant it and lazi_reader to the login of the API.';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role lazi_api is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE lazi_api NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_api' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_api passes over row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_api NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;

CREATE SCHEMA "api";

COMMENT ON SCHEMA api IS 'Who may use the API.';

ALTER SCHEMA api OWNER TO lazi_migrator;

GRANT USAGE ON SCHEMA api, raw TO lazi_api;

CREATE TABLE "api"."keys" (
  "tenant_id" bigint NOT NULL,
  "key_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "name" text NOT NULL,
  "scopes" text[] NOT NULL CHECK (scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0),
  "secret_hash" bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "expires_at" timestamptz,
  "revoked_at" timestamptz,
  "last_used_at" timestamptz
);
COMMENT ON COLUMN "api"."keys"."tenant_id" IS $pga$The tenant that the key opens: one ServiceTitan account.$pga$;
COMMENT ON COLUMN "api"."keys"."key_id" IS $pga$The key, for people to name it by.$pga$;
COMMENT ON COLUMN "api"."keys"."name" IS $pga$Who uses it, for people.$pga$;
COMMENT ON COLUMN "api"."keys"."scopes" IS $pga$What it may do. read: read the cache; sync: also ask for syncs; admin: also see payloads and settle quarantine.$pga$;
COMMENT ON COLUMN "api"."keys"."secret_hash" IS $pga$SHA-256 of the secret, which is 256 random bits and is stored nowhere: there is nothing to guess, so a fast hash will do.$pga$;
COMMENT ON COLUMN "api"."keys"."created_at" IS $pga$When the key was made.$pga$;
COMMENT ON COLUMN "api"."keys"."expires_at" IS $pga$When it ends to be valid; NULL: never.$pga$;
COMMENT ON COLUMN "api"."keys"."revoked_at" IS $pga$When it was revoked; NULL while it is not.$pga$;
COMMENT ON COLUMN "api"."keys"."last_used_at" IS $pga$When it was last used, to about a minute; NULL: never.$pga$;
COMMENT ON TABLE "api"."keys" IS $pga$The keys of the API, each for one tenant.$pga$;

ALTER TABLE "api"."keys"
  ADD CONSTRAINT "keys_pkey" PRIMARY KEY (tenant_id, key_id);

COMMENT ON INDEX api.keys_pkey IS 'Query: a key by its id; the keys of a tenant';

ALTER TABLE api.keys OWNER TO lazi_migrator;

GRANT SELECT, UPDATE (last_used_at) ON api.keys TO lazi_api;

ALTER TABLE "api"."keys"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "api"."keys"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "api"."keys" FOR ALL TO lazi_migrator USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "api"."keys" FOR SELECT TO lazi_api USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

CREATE POLICY "one_tenant_used" ON "api"."keys" FOR UPDATE TO lazi_api USING (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)) WITH CHECK (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

GRANT SELECT ON raw.tenants TO lazi_api;

ALTER POLICY "one_tenant" ON "raw"."tenants" TO lazi_reader, lazi_api;

GRANT SELECT ON raw.quarantine TO lazi_api;

ALTER POLICY "one_tenant" ON "raw"."quarantine" TO lazi_reader, lazi_api;

GRANT SELECT ON raw.sync_requests TO lazi_api;

ALTER POLICY "one_tenant" ON "raw"."sync_requests" TO lazi_reader, lazi_api;

GRANT INSERT (tenant_id, table_name, kind, allow_deletes, requested_by) ON raw.sync_requests TO lazi_api;

CREATE POLICY "one_tenant_asks" ON "raw"."sync_requests" FOR INSERT TO lazi_api WITH CHECK (tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint));

INSERT INTO public.pgmigrations (name, run_on) VALUES ('015_create_api', now() AT TIME ZONE 'UTC');

COMMIT;
