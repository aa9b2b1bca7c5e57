import type pg from 'pg'
import { expectedRoles, readMissingRoles } from '../access/expected-roles.ts'
import { MigrationError } from '../errors.ts'
import { ledgerName } from '../protocol/ledger.ts'
import { type RoleName, roles } from '../protocol/roles.ts'
import { schemaNames } from '../protocol/schemas.ts'
import type { Difference } from './drift.ts'
import { retentionFunctions } from './function-owners.ts'

/**
 * What the migrations set up beside the objects of the schemas: roles and their attributes, owners, the grants of the
 * ledger and default privileges, in the order in which they can be mended. A copy of the database on another server lacks
 * them. Reads only.
 */
export async function readAccess(
  client: pg.ClientBase,
  applied: readonly { readonly name: string }[],
): Promise<Difference[]> {
  const expected = expectedRoles(applied)
  if (expected.length === 0) return []
  const missing = await readMissingRoles(client, expected)
  return [
    ...missing.map((role) => problem('role', role, `CREATE ROLE ${role} NOLOGIN;`)),
    ...(await read(client, attributesSql, [expected.filter((role) => role !== roles.migrator)])),
    ...(await read(client, membershipSql, [roles.migrator, ledgerName])),
    ...(await read(client, ownersSql, [roles.migrator, schemaNames, retentionFunctions])),
    ...(await read(client, grantsSql, grantsOf(expected))),
    ...(await read(client, defaultsSql, [roles.migrator, roles.sync, roles.reader, ledgerName])),
  ]
}

/**
 * Asserts what an app needs to start: its roles, and their access to the schemas. Reads only.
 * @throws {MigrationError} `ACCESS` with the command that helps
 */
export async function assertAccess(
  client: pg.ClientBase,
  applied: readonly { readonly name: string }[],
): Promise<void> {
  const expected = expectedRoles(applied)
  if (expected.length === 0) return
  const missing = await readMissingRoles(client, expected)
  if (missing.length > 0) {
    throw new MigrationError(
      'ACCESS',
      `This server does not have the role(s) ${missing.join(', ')}, as after a restore on another server. Create them: pnpm --filter db-migrations migrate`,
    )
  }
  const { rows } = await client.query<{ problem: string }>(startSql, [
    expected,
    expected.map(usedSchema),
    schemaNames,
  ])
  const [found] = rows
  if (!found) return
  throw new MigrationError(
    'ACCESS',
    `${found.problem}, as after a restore on another server. List the SQL that restores it: pnpm --filter db-migrations verify --sql`,
  )
}

const inAudit: readonly RoleName[] = [roles.eraser, roles.retention]

/** The schema that a role needs in any case. */
const usedSchema = (role: RoleName) => (inAudit.includes(role) ? 'audit' : 'raw')

function problem(kind: Difference['kind'], name: string, mend: string): Difference {
  return { kind, name, problem: 'missing', mend }
}

async function read(client: pg.ClientBase, sql: string, values: unknown[]): Promise<Difference[]> {
  return (await client.query<Difference>(sql, values)).rows
}

/** The grants of 010 on the ledger, which is in another schema than those that the catalog has. */
function grantsOf(expected: readonly RoleName[]): [string[], string[], string[]] {
  const checksums = `${ledgerName}_checksums`
  const grants: [RoleName, string, string][] = [
    [roles.sync, ledgerName, 'SELECT'],
    [roles.reader, ledgerName, 'SELECT'],
    ...['SELECT', 'INSERT', 'UPDATE', 'DELETE'].flatMap((privilege): [RoleName, string, string][] => [
      [roles.migrator, ledgerName, privilege],
      [roles.migrator, checksums, privilege],
    ]),
    [roles.migrator, `${ledgerName}_id_seq`, 'USAGE'],
  ]
  const wanted = grants.filter(([role]) => expected.includes(role))
  return [wanted.map(([role]) => role), wanted.map(([, table]) => table), wanted.map(([, , name]) => name)]
}

const attributesSql = `
SELECT 'role' AS kind, rolname AS name, 'different' AS problem, 'subject to row-level security' AS expected,
       CASE WHEN rolsuper THEN 'SUPERUSER' ELSE 'BYPASSRLS' END AS found,
       format('ALTER ROLE %I NOSUPERUSER NOBYPASSRLS;', rolname) AS mend
  FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls) ORDER BY rolname`

// Who migrates has to be a member of the owner. A role that does not exist yet has no members.
const membershipSql = `
SELECT 'role' AS kind, format('%I as a member of %I', current_user, $1::text) AS name, 'missing' AS problem,
       format('GRANT %I TO %I;', $1::text, current_user) AS mend
  FROM pg_class c JOIN pg_roles login ON login.oid = c.relowner
 WHERE c.oid = to_regclass($2) AND login.rolname = current_user AND NOT login.rolsuper
   AND NOT coalesce((SELECT pg_has_role(oid, CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END)
                       FROM pg_roles WHERE rolname = $1), false)`

// Indexes and the sequences of columns have the owner of their table.
const ownersSql = `
SELECT 'owner' AS kind, name, 'different' AS problem, $1::text AS expected, owner::regrole::text AS found,
       format('ALTER %s %s OWNER TO %I;', type, name, $1::text) AS mend
  FROM (SELECT 1 AS rank, 'SCHEMA' AS type, quote_ident(nspname) AS name, nspowner AS owner FROM pg_namespace WHERE nspname = ANY ($2)
        UNION ALL
        SELECT 2, CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, format('%I.%I', nspname, relname), relowner
          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = ANY ($2) AND relkind IN ('r', 'p', 'v')
        UNION ALL
        SELECT 3, 'FUNCTION', p.oid::regprocedure::text, proowner
          FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE nspname = ANY ($2) AND prokind = 'f'
            AND NOT EXISTS (SELECT FROM unnest($3::text[]) AS other WHERE to_regprocedure(other) = p.oid)) AS object
 WHERE owner::regrole::text <> $1
 ORDER BY rank, name COLLATE "C"`

const grantsSql = `
SELECT 'grant' AS kind, format('%s on %s to %s', privilege, name, role) AS name, 'missing' AS problem,
       format('GRANT %s ON %s %s TO %I;', privilege, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, name, role) AS mend
  FROM unnest($1::text[], $2::text[], $3::text[]) AS wanted (role, name, privilege)
  JOIN pg_class c ON c.oid = to_regclass(name)
 WHERE NOT coalesce((SELECT CASE c.relkind WHEN 'S' THEN has_sequence_privilege(r.oid, c.oid, privilege)
                                 ELSE has_table_privilege(r.oid, c.oid, privilege) END
                       FROM pg_roles r WHERE r.rolname = role), false)
 ORDER BY name, role, privilege`

// Of the role that owns the tables, and of the login that migrates.
const defaultsSql = `
SELECT 'grant' AS kind, format('%s by default on later %s of %s in schema raw to %s', privileges, lower(type), creator, role) AS name,
       'missing' AS problem,
       format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA raw GRANT %s ON %s TO %I;', creator, privileges, type, role) AS mend
  FROM (SELECT $1::text AS creator
        UNION
        SELECT current_user::text FROM pg_class WHERE oid = to_regclass($4) AND relowner = current_user::regrole) AS creators
 CROSS JOIN (VALUES ('TABLES', 'SELECT, INSERT, UPDATE, DELETE', $2::text), ('SEQUENCES', 'USAGE', $2::text), ('TABLES', 'SELECT', $3::text))
         AS wanted (type, privileges, role)
 WHERE NOT EXISTS (
   SELECT FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) AS a
    WHERE pg_get_userbyid(d.defaclrole) = creator AND d.defaclnamespace = to_regnamespace('raw')
      AND d.defaclobjtype = CASE type WHEN 'TABLES' THEN 'r' ELSE 'S' END AND pg_get_userbyid(a.grantee) = role)
 ORDER BY creator = $1 DESC, type, role`

// Each role uses its schema, and each table with row-level security has policies.
const startSql = `
SELECT problem FROM (
  SELECT 1 AS rank, format('Role %s may not use schema %s', rolname, nspname) AS problem
    FROM unnest($1::text[], $2::text[]) AS needed (role, schema)
    JOIN pg_roles r ON r.rolname = needed.role JOIN pg_namespace n ON n.nspname = needed.schema
   WHERE NOT has_schema_privilege(r.oid, n.oid, 'USAGE')
  UNION ALL
  SELECT 2, format('Table %s has row-level security and no policy', c.oid::regclass)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE nspname = ANY ($3) AND relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)
) AS problems ORDER BY rank, problem LIMIT 1`
