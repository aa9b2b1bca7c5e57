-- Reverts 038_create_writer. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '038_create_writer' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 038_create_writer', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

ALTER POLICY "one_tenant" ON "api"."sessions" TO lazi_api;

ALTER POLICY "one_tenant" ON "api"."sign_in_codes" TO lazi_api;

ALTER POLICY "one_tenant" ON "api"."keys" TO lazi_api;

ALTER POLICY "one_tenant_used" ON "api"."keys" TO lazi_api;

ALTER POLICY "one_tenant" ON "raw"."tenants" TO lazi_reader, lazi_api;

ALTER POLICY "one_tenant" ON "raw"."change_positions" TO lazi_reader, lazi_api;

ALTER POLICY "one_tenant" ON "raw"."quarantine" TO lazi_reader, lazi_api;

ALTER POLICY "one_tenant" ON "raw"."sync_requests" TO lazi_reader, lazi_api;

ALTER POLICY "one_tenant_asks" ON "raw"."sync_requests" TO lazi_api;

GRANT SELECT, INSERT (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by) ON raw.sync_requests TO lazi_api;

GRANT SELECT ON raw.quarantine TO lazi_api;

GRANT INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE ON api.sessions TO lazi_api;

GRANT UPDATE (used_at), DELETE ON api.sign_in_codes TO lazi_api;

GRANT UPDATE (last_used_at) ON api.keys TO lazi_api;

REVOKE SELECT, INSERT (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by) ON raw.sync_requests FROM lazi_writer;

REVOKE SELECT ON raw.quarantine FROM lazi_writer;

REVOKE INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE ON api.sessions FROM lazi_writer;

REVOKE UPDATE (used_at), DELETE ON api.sign_in_codes FROM lazi_writer;

REVOKE UPDATE (last_used_at) ON api.keys FROM lazi_writer;

REVOKE SELECT (tenant_id, key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at), UPDATE (revoked_at) ON api.keys FROM lazi_writer;

REVOKE SELECT ON api.sessions FROM lazi_writer;

REVOKE SELECT ON api.sign_in_codes FROM lazi_writer;

REVOKE SELECT ON raw.tenants FROM lazi_writer;

REVOKE SELECT (tenant_id, epoch) ON raw.change_positions FROM lazi_writer;

REVOKE USAGE ON SCHEMA api, raw FROM lazi_writer;

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = 'lazi_writer' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS lazi_writer;
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;

DELETE FROM public.pgmigrations WHERE name = '038_create_writer';

COMMIT;
