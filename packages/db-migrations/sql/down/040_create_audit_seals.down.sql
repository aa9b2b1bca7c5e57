-- Reverts 040_create_audit_seals. Made by `db-migrations export-sql`; change the migration, not this file.

BEGIN;

SET LOCAL lock_timeout = '5s';
SELECT pg_advisory_xact_lock(7241865325823964);

DO $$
BEGIN
  IF (SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1) IS DISTINCT FROM '040_create_audit_seals' THEN
    RAISE EXCEPTION 'Only the last migration can be reverted: that is %, not 040_create_audit_seals', coalesce((SELECT name FROM public.pgmigrations ORDER BY run_on DESC, id DESC LIMIT 1), 'none');
  END IF;
END $$;

DROP FUNCTION audit.remove_tenant(bigint); DROP FUNCTION audit.trim(bigint, bigint, integer);

REVOKE INSERT (tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity, entity_id, request_id, run_id, reason, changes, salt, changes_hash) ON audit.entries FROM lazi_eraser;

REVOKE SELECT, INSERT (tenant_id, epoch, last_seq, last_at), UPDATE (last_seq, last_at) ON audit.positions FROM lazi_eraser;

DROP POLICY "eraser_insert" ON "audit"."entries";

DROP POLICY "eraser" ON "audit"."positions";

DROP POLICY "retention_read" ON "audit"."positions";

DROP POLICY "retention_delete" ON "audit"."positions";

REVOKE ALL ON audit.positions FROM lazi_retention;

DROP POLICY "retention_read" ON "audit"."entries";

DROP POLICY "retention_delete" ON "audit"."entries";

REVOKE ALL ON audit.entries FROM lazi_retention;

DROP TABLE "audit"."verifications";

DROP TABLE "audit"."seals";

REVOKE ALL ON SCHEMA audit FROM lazi_retention;

DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = 'lazi_retention' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS lazi_retention;
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;

DELETE FROM public.pgmigrations WHERE name = '040_create_audit_seals';

COMMIT;
