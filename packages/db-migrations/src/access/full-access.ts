import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import { roles } from '../protocol/roles.ts'

/**
 * Finds how a transaction sees every row: a superuser does, and others as `lazi_migrator`, whose policies show all.
 * @returns the statement for the beginning of the transaction, which takes no snapshot; undefined for a superuser
 * @throws {MigrationError} `ACCESS` if the login may not set that role
 */
export async function findFullAccess(client: pg.ClientBase): Promise<string | undefined> {
  const { rows } = await client.query<{ login: string; passes: boolean; mayBecome: boolean | null }>(
    `SELECT quote_ident(current_user) AS login,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS passes,
            (SELECT pg_has_role(oid, CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
               FROM pg_roles WHERE rolname = $1) AS "mayBecome"`,
    [roles.migrator],
  )
  const [found] = rows
  if (found?.passes) return undefined
  if (!found?.mayBecome) {
    throw new MigrationError(
      'ACCESS',
      `${found?.login} would see only some of the rows, because of row-level security. Connect as a superuser, or let an administrator run once: GRANT ${roles.migrator} TO ${found?.login};`,
    )
  }
  return `SET LOCAL ROLE ${roles.migrator}`
}

/**
 * Asserts that no policy hides a row of the tables from the current role.
 * @throws {MigrationError} `ACCESS` with the tables of which rows may be hidden
 */
export async function assertSeesEveryRow(client: pg.ClientBase, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name
      WHERE row_security_active(name) AND NOT (
        EXISTS (SELECT FROM pg_policy p
                 WHERE p.polrelid = name::regclass AND p.polpermissive AND p.polcmd IN ('*', 'r')
                   AND pg_get_expr(p.polqual, p.polrelid) = 'true'
                   AND EXISTS (SELECT FROM unnest(p.polroles) AS r WHERE r = 0 OR pg_has_role(r, 'USAGE')))
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = name::regclass AND NOT p.polpermissive))`,
    [tables],
  )
  if (rows.length === 0) return
  throw new MigrationError(
    'ACCESS',
    `Policies may hide rows of ${rows.map(({ name }) => name).join(', ')}, so that the dump would be partial. Connect as a superuser, or see what differs: pnpm --filter db-migrations verify`,
  )
}
