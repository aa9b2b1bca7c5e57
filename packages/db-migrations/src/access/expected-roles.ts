import type pg from 'pg'
import { type RoleName, roles } from '../protocol/roles.ts'

/** The migrations that create roles. Roles belong to the server: a copy of the database on another one lacks them. */
const createdBy: Readonly<Record<string, readonly RoleName[]>> = {
  '010_create_roles_and_row_level_security': [roles.migrator, roles.sync, roles.reader],
  '015_create_api': [roles.api],
  '038_create_writer': [roles.writer],
  '039_create_audit_log': [roles.eraser],
  '040_create_audit_seals': [roles.retention],
}

/** The roles that the applied migrations have created. */
export function expectedRoles(applied: readonly { readonly name: string }[]): RoleName[] {
  return applied.flatMap(({ name }) => createdBy[name] ?? [])
}

/** Those of the roles that the server does not have. */
export async function readMissingRoles(
  client: pg.ClientBase,
  expected: readonly RoleName[],
): Promise<RoleName[]> {
  const { rows } = await client.query<{ role: RoleName }>(
    `SELECT role FROM unnest($1::text[]) WITH ORDINALITY AS expected (role, position)
      WHERE role NOT IN (SELECT rolname FROM pg_roles) ORDER BY position`,
    [expected],
  )
  return rows.map(({ role }) => role)
}
