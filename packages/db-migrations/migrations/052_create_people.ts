import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant } from '../src/authoring/v2/cache-table.ts'

// A person has a role, and any number of keys, which allow what the role allows. Other keys belong to apps.

const people = { schema: 'api', name: 'people' }
const keys = { schema: 'api', name: 'keys' }

export const allow = [
  {
    rule: 'constraint-missing-not-valid',
    reason: 'api.keys has as many rows as there are apps and persons',
  },
  { rule: 'adding-foreign-key-constraint', reason: 'the same' },
]

export function up(pgm: MigrationBuilder): void {
  createPeople(pgm)
  pgm.addColumns(keys, {
    person_id: { type: 'bigint', comment: 'The person whose key it is; NULL: it is that of an app.' },
  })
  pgm.addConstraint(keys, 'keys_person_fkey', {
    foreignKeys: { columns: ['tenant_id', 'person_id'], references: 'api.people (tenant_id, person_id)' },
  })
  replaceScopes(pgm, {
    check: `scopes <@ ARRAY['read', 'write:dispatch', 'write:records', 'sync', 'admin']
        AND (cardinality(scopes) > 0) = (person_id IS NULL)`,
    comment:
      'What the key of an app allows; empty: it belongs to a person, whose role says it. read: read everything that is not for administrators; write:dispatch: change appointments, assignments and the status of jobs; write:records: change customers, contacts, locations and jobs; sync: request syncs; admin: everything.',
  })
  pgm.sql('GRANT SELECT (person_id) ON api.keys TO lazi_writer;')
  // What is left of a removed tenant has no names.
  replaceRevocation(pgm, [
    revocation,
    `emptied AS (
      UPDATE api.people SET name = 'Removed', email = NULL, deactivated_at = coalesce(deactivated_at, now())
       WHERE tenant_id = tenant)`,
  ])
}

export function down(pgm: MigrationBuilder): void {
  replaceRevocation(pgm, [revocation])
  // Keys of persons and with the new scopes have none of the old ones.
  pgm.sql(
    `UPDATE api.keys SET scopes = '{read}', revoked_at = coalesce(revoked_at, now())
      WHERE NOT (scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0);`,
  )
  pgm.sql('REVOKE SELECT (person_id) ON api.keys FROM lazi_writer;')
  replaceScopes(pgm, {
    check: "scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0",
    comment:
      'What it permits. read: read the cache; sync: also request syncs; admin: also see payloads and decide on quarantined records.',
  })
  pgm.dropConstraint(keys, 'keys_person_fkey')
  pgm.dropColumns(keys, ['person_id'])
  pgm.dropTable(people)
}

function createPeople(pgm: MigrationBuilder): void {
  pgm.createTable(
    people,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant in which the person works.' },
      person_id: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'The person, for people to refer to.',
      },
      name: {
        type: 'text',
        notNull: true,
        check: "name <> '' AND length(name) <= 200",
        comment: 'As it is shown, and recorded with each change.',
      },
      email: {
        type: 'text',
        check: 'length(email) <= 320',
        comment: 'The address of the person; NULL: none.',
      },
      role: {
        type: 'text',
        notNull: true,
        check: "role IN ('reader', 'dispatcher', 'office', 'admin')",
        comment:
          'What the person may do. reader: read; dispatcher: also change appointments, assignments and the status of jobs; office: also change customers, contacts, locations and jobs; admin: everything.',
      },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the person was added.',
      },
      deactivated_at: {
        type: 'timestamptz',
        comment: 'Since when the keys of the person are refused; NULL: they are not.',
      },
    },
    { comment: 'The persons who use LAZI, each in one tenant.' },
  )
  pgm.addConstraint(people, 'people_pkey', 'PRIMARY KEY (tenant_id, person_id)')
  pgm.sql(`COMMENT ON INDEX api.people_pkey IS 'Query: a person by their id; the persons of a tenant';`)
  pgm.sql('ALTER TABLE api.people OWNER TO lazi_migrator;')
  pgm.sql('GRANT SELECT ON api.people TO lazi_api;')
  pgm.sql('GRANT SELECT, INSERT, UPDATE (name, email, role, deactivated_at) ON api.people TO lazi_writer;')
  pgm.alterTable(people, { levelSecurity: 'ENABLE' })
  pgm.alterTable(people, { levelSecurity: 'FORCE' })
  pgm.createPolicy(people, 'all_tenants', {
    command: 'ALL',
    role: 'lazi_migrator',
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(people, 'one_tenant', {
    command: 'ALL',
    role: ['lazi_api', 'lazi_writer'],
    using: isOfTenant,
    check: isOfTenant,
  })
}

function replaceScopes(pgm: MigrationBuilder, { check, comment }: { check: string; comment: string }): void {
  pgm.dropConstraint(keys, 'keys_scopes_check')
  pgm.addConstraint(keys, 'keys_scopes_check', { check })
  pgm.sql(`COMMENT ON COLUMN api.keys.scopes IS '${comment}';`)
}

const revocation = `revoked AS (
      UPDATE api.keys SET revoked_at = now() WHERE tenant_id = tenant AND revoked_at IS NULL RETURNING 1)`

function replaceRevocation(pgm: MigrationBuilder, parts: readonly string[]): void {
  pgm.sql(`
CREATE OR REPLACE FUNCTION api.revoke_tenant_keys(tenant bigint) RETURNS bigint
  LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
  BEGIN ATOMIC
    WITH ${parts.join(',\n    ')}
    SELECT count(*) FROM revoked;
  END`)
}
