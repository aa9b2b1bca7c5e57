-- Applies 028_create_sessions. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '027_create_workers' THEN
    RAISE EXCEPTION '028_create_sessions comes after 027_create_workers, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

CREATE TABLE "api"."sessions" (
  "tenant_id" bigint NOT NULL,
  "session_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "key_id" bigint NOT NULL,
  "secret_hash" bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "expires_at" timestamptz NOT NULL,
  "revoked_at" timestamptz,
  CONSTRAINT "sessions_fk_tenant_id_key_id" FOREIGN KEY ("tenant_id", "key_id") REFERENCES api.keys (tenant_id, key_id) ON DELETE CASCADE
);
COMMENT ON COLUMN "api"."sessions"."tenant_id" IS $pga$The tenant of the key.$pga$;
COMMENT ON COLUMN "api"."sessions"."session_id" IS $pga$Its id.$pga$;
COMMENT ON COLUMN "api"."sessions"."key_id" IS $pga$The key, which must be valid too.$pga$;
COMMENT ON COLUMN "api"."sessions"."secret_hash" IS $pga$SHA-256 of the secret, which is 256 random bits and is not stored.$pga$;
COMMENT ON COLUMN "api"."sessions"."created_at" IS $pga$When it was created.$pga$;
COMMENT ON COLUMN "api"."sessions"."expires_at" IS $pga$When it expires.$pga$;
COMMENT ON COLUMN "api"."sessions"."revoked_at" IS $pga$When it was ended by signing out; NULL: it was not.$pga$;
COMMENT ON TABLE "api"."sessions" IS $pga$Browsers that are signed in to the console, each by one key of the API.$pga$;

ALTER TABLE "api"."sessions"
  ADD CONSTRAINT "sessions_pkey" PRIMARY KEY (tenant_id, session_id);

ALTER TABLE api.sessions OWNER TO lazi_migrator;

ALTER TABLE "api"."sessions"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "api"."sessions"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "api"."sessions" FOR ALL TO lazi_migrator USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "api"."sessions" FOR ALL TO lazi_api USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

CREATE TABLE "api"."sign_in_codes" (
  "tenant_id" bigint NOT NULL,
  "code_id" bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  "key_id" bigint NOT NULL,
  "secret_hash" bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
  "created_at" timestamptz DEFAULT now() NOT NULL,
  "expires_at" timestamptz DEFAULT now() + interval '5 minutes' NOT NULL,
  "used_at" timestamptz,
  CONSTRAINT "sign_in_codes_fk_tenant_id_key_id" FOREIGN KEY ("tenant_id", "key_id") REFERENCES api.keys (tenant_id, key_id) ON DELETE CASCADE
);
COMMENT ON COLUMN "api"."sign_in_codes"."tenant_id" IS $pga$The tenant of the key.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."code_id" IS $pga$Its id.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."key_id" IS $pga$The key, which must be valid too.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."secret_hash" IS $pga$SHA-256 of the secret, which is 256 random bits and is not stored.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."created_at" IS $pga$When it was created.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."expires_at" IS $pga$When it expires.$pga$;
COMMENT ON COLUMN "api"."sign_in_codes"."used_at" IS $pga$When it was exchanged for a session; NULL: not yet.$pga$;
COMMENT ON TABLE "api"."sign_in_codes" IS $pga$Codes of links that sign a browser in once, by one key of the API.$pga$;

ALTER TABLE "api"."sign_in_codes"
  ADD CONSTRAINT "sign_in_codes_pkey" PRIMARY KEY (tenant_id, code_id);

ALTER TABLE api.sign_in_codes OWNER TO lazi_migrator;

ALTER TABLE "api"."sign_in_codes"
    ENABLE ROW LEVEL SECURITY;

ALTER TABLE "api"."sign_in_codes"
    FORCE ROW LEVEL SECURITY;

CREATE POLICY "all_tenants" ON "api"."sign_in_codes" FOR ALL TO lazi_migrator USING (true) WITH CHECK (true);

CREATE POLICY "one_tenant" ON "api"."sign_in_codes" FOR ALL TO lazi_api USING (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint) WITH CHECK (tenant_id = nullif(current_setting('lazi.tenant_id', true), '')::bigint);

COMMENT ON INDEX api.sessions_pkey IS 'Query: a session by its id; the sessions of a tenant';

COMMENT ON INDEX api.sign_in_codes_pkey IS 'Query: a code by its id; the codes of a tenant';

GRANT SELECT, INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE
   ON api.sessions TO lazi_api;

GRANT SELECT, UPDATE (used_at), DELETE ON api.sign_in_codes TO lazi_api;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('028_create_sessions', now() AT TIME ZONE 'UTC');

COMMIT;
