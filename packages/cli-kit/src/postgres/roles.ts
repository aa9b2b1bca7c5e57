import type pg from 'pg'

/**
 * The login of a connection may not set a role that the app needs; the message has the GRANT that allows it.
 * @example
 * if (error instanceof RoleError) return failed('role', error.message)
 */
export class RoleError extends Error {
  override readonly name = 'RoleError'
  readonly code = 'ROLE'
}

const INSUFFICIENT_PRIVILEGE = '42501'
const INVALID_PARAMETER_VALUE = '22023'

/**
 * Sets the role of the session.
 * @throws {RoleError} when the login is not a member of the role, or it does not exist
 */
export async function setRole(client: pg.ClientBase, role: string): Promise<void> {
  try {
    await client.query(`SET ROLE ${client.escapeIdentifier(role)}`)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === INVALID_PARAMETER_VALUE) {
      throw new RoleError(`Role ${role} does not exist; migrate first: pnpm --filter db-migrations migrate`, {
        cause: error,
      })
    }
    if (code !== INSUFFICIENT_PRIVILEGE) throw error
    throw notMember(await readLogin(client), { subject: `role ${role}`, roles: role, cause: error })
  }
}

/**
 * Checks that the login may set the roles, which each transaction then does.
 * @throws {RoleError} with the roles that it may not set
 * @example
 * await assertRoles(pool, ['lazi_reader', 'lazi_api'])
 */
export async function assertRoles(pool: pg.Pool, roles: readonly string[]): Promise<void> {
  const { rows } = await pool.query<Login & { missing: string[] }>(
    `SELECT session_user AS login, quote_ident(session_user) AS quoted,
            array(SELECT role FROM unnest($1::text[]) AS role
                   WHERE NOT pg_has_role(session_user, role,
                     CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)) AS missing`,
    [roles],
  )
  const [found] = rows
  if (found && found.missing.length > 0) {
    throw notMember(found, { subject: found.missing.join(' and '), roles: found.missing.join(', ') })
  }
}

interface Login {
  readonly login: string
  /** As an identifier in SQL. */
  readonly quoted: string
}

async function readLogin(client: pg.ClientBase): Promise<Login> {
  const { rows } = await client.query<Login>(
    'SELECT session_user AS login, quote_ident(session_user) AS quoted',
  )
  return rows[0] ?? { login: 'this login', quoted: 'the_login' }
}

function notMember(
  { login, quoted }: Login,
  { subject, roles, cause }: { subject: string; roles: string; cause?: unknown },
): RoleError {
  return new RoleError(
    `${login} is not a member of ${subject}. Let an administrator run once: GRANT ${roles} TO ${quoted};`,
    { cause },
  )
}
