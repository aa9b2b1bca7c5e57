-- Applies 038_create_writer. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '037_create_lazi_accounting' THEN
    RAISE EXCEPTION '038_create_writer comes after 037_create_lazi_accounting, but the ledger ends with %', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'no migration');
  END IF;
END $$;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_writer') THEN
    BEGIN
      CREATE ROLE lazi_writer NOLOGIN;
      COMMENT ON ROLE lazi_writer IS 'Changes what the API may change, and records it, one tenant at a time. Grant it to the login of the API.';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role lazi_writer is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE lazi_writer NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_writer' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_writer bypasses row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_writer NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;

GRANT USAGE ON SCHEMA api, raw TO lazi_writer;

GRANT SELECT, INSERT (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by) ON raw.sync_requests TO lazi_writer;

GRANT SELECT ON raw.quarantine TO lazi_writer;

GRANT INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE ON api.sessions TO lazi_writer;

GRANT UPDATE (used_at), DELETE ON api.sign_in_codes TO lazi_writer;

GRANT UPDATE (last_used_at) ON api.keys TO lazi_writer;

GRANT SELECT (tenant_id, key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at), UPDATE (revoked_at) ON api.keys TO lazi_writer;

GRANT SELECT ON api.sessions TO lazi_writer;

GRANT SELECT ON api.sign_in_codes TO lazi_writer;

GRANT SELECT ON raw.tenants TO lazi_writer;

GRANT SELECT (tenant_id, epoch) ON raw.change_positions TO lazi_writer;

REVOKE SELECT, INSERT (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by) ON raw.sync_requests FROM lazi_api;

REVOKE SELECT ON raw.quarantine FROM lazi_api;

REVOKE INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE ON api.sessions FROM lazi_api;

REVOKE UPDATE (used_at), DELETE ON api.sign_in_codes FROM lazi_api;

REVOKE UPDATE (last_used_at) ON api.keys FROM lazi_api;

ALTER POLICY "one_tenant" ON "api"."sessions" TO lazi_api, lazi_writer;

ALTER POLICY "one_tenant" ON "api"."sign_in_codes" TO lazi_api, lazi_writer;

ALTER POLICY "one_tenant" ON "api"."keys" TO lazi_api, lazi_writer;

ALTER POLICY "one_tenant_used" ON "api"."keys" TO lazi_writer;

ALTER POLICY "one_tenant" ON "raw"."tenants" TO lazi_reader, lazi_api, lazi_writer;

ALTER POLICY "one_tenant" ON "raw"."change_positions" TO lazi_reader, lazi_api, lazi_writer;

ALTER POLICY "one_tenant" ON "raw"."quarantine" TO lazi_reader, lazi_writer;

ALTER POLICY "one_tenant" ON "raw"."sync_requests" TO lazi_reader, lazi_writer;

ALTER POLICY "one_tenant_asks" ON "raw"."sync_requests" TO lazi_writer;

INSERT INTO public.pgmigrations (name, run_on) VALUES ('038_create_writer', now() AT TIME ZONE 'UTC');

COMMIT;
