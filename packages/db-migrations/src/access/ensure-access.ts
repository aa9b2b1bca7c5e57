import type pg from 'pg'
import { MigrationError } from '../errors.ts'
import type { OnMigrationEvent } from '../events.ts'
import { readLedger } from '../ledger.ts'
import { ledgerName } from '../protocol/ledger.ts'
import { type RoleName, roles } from '../protocol/roles.ts'
import { expectedRoles, readMissingRoles } from './expected-roles.ts'

const insufficientPrivilege = '42501'
/** Another database of the server created the role at this moment. */
const createdMeanwhile = ['42710', '23505']

/**
 * Creates roles of applied migrations that the server does not have, since the database was copied to it, and grants them
 * the ledger.
 * @throws {MigrationError} `ACCESS` with the statements for an administrator if this login may not create roles
 */
export async function ensureAccess(
  client: pg.Client,
  applied: readonly { readonly name: string }[],
  onEvent: OnMigrationEvent,
): Promise<void> {
  const expected = expectedRoles(applied)
  const missing = await readMissingRoles(client, expected)
  for (const role of missing) await createRole(client, role, missing)
  if (missing.length > 0) onEvent({ type: 'roles.created', roles: missing })
  await grantLedger(client)
}

async function createRole(
  client: pg.ClientBase,
  role: RoleName,
  missing: readonly RoleName[],
): Promise<void> {
  try {
    await client.query(`CREATE ROLE ${role} NOLOGIN`)
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (createdMeanwhile.includes(code)) return
    if (code !== insufficientPrivilege) throw error
    const { rows } = await client.query<{ login: string }>('SELECT quote_ident(current_user) AS login')
    const statements = missing.map((name) => `CREATE ROLE ${name} NOLOGIN;`).join(' ')
    throw new MigrationError(
      'ACCESS',
      `This server does not have the role(s) ${missing.join(', ')}, as after a restore on another server, and ${rows[0]?.login} may not create roles. Let an administrator run once: ${statements} GRANT ${roles.migrator} TO ${rows[0]?.login}; Then migrate again.`,
      { cause: error },
    )
  }
}

/**
 * Lets `lazi_migrator` read the whole ledger, so that pg_dump can run in that role. The progress table and the sequence are
 * not in the grants of the migrations. Grants only what is missing, and only as the ledger's owner.
 */
export async function grantLedger(client: pg.Client): Promise<void> {
  // The role may belong to other databases only.
  if (expectedRoles(await readLedger(client)).length === 0) return
  const { rows } = await client.query<{ sql: string }>(
    `SELECT format('GRANT SELECT ON %s %s TO %I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass, $2::text) AS sql
       FROM unnest($1::text[]) AS name JOIN pg_class c ON c.oid = to_regclass(name)
       JOIN pg_roles r ON r.rolname = $2
      WHERE pg_has_role(c.relowner, 'USAGE')
        AND NOT CASE c.relkind WHEN 'S' THEN has_sequence_privilege(r.oid, c.oid, 'SELECT') ELSE has_table_privilege(r.oid, c.oid, 'SELECT') END`,
    [['_checksums', '_progress', '_id_seq'].map((suffix) => `${ledgerName}${suffix}`), roles.migrator],
  )
  for (const { sql } of rows) await client.query(sql)
}

/** Undoes the grant that no migration reverts, before a rollback that may drop the role; {@link grantLedger} restores it. */
export async function revokeLedger(client: pg.ClientBase): Promise<void> {
  const progress = `${ledgerName}_progress`
  const { rows } = await client.query(
    `SELECT FROM pg_class c JOIN pg_roles r ON r.rolname = $2
      WHERE c.oid = to_regclass($1) AND pg_has_role(c.relowner, 'USAGE')
        AND EXISTS (SELECT FROM aclexplode(c.relacl) AS a WHERE a.grantee = r.oid)`,
    [progress, roles.migrator],
  )
  if (rows.length > 0) await client.query(`REVOKE ALL ON ${progress} FROM ${roles.migrator}`)
}
