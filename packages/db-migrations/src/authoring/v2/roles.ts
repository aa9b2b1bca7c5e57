import type { MigrationBuilder } from 'node-pg-migrate'

/**
 * Creates a role without a login, unless the server has it: roles belong to the server, and another database may have
 * created it, or be creating it now. Without the right to create roles, the error has the statement for an administrator.
 * @param comment what it may do, and to which logins to grant it
 */
export function createServerRole(pgm: MigrationBuilder, role: string, comment: string): void {
  pgm.sql(`
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
    BEGIN
      CREATE ROLE ${role} NOLOGIN;
      COMMENT ON ROLE ${role} IS '${comment.replaceAll("'", "''")}';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role ${role} is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE ${role} NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role ${role} bypasses row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;`)
}

/** Drops a role, unless another database, an object or a login needs it. */
export function dropServerRole(pgm: MigrationBuilder, role: string): void {
  pgm.sql(`
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = '${role}' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS ${role};
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;`)
}
