import type { MigrationBuilder } from 'node-pg-migrate'
import { createServerRole, dropServerRole } from '../src/authoring/v2/roles.ts'

const syncRequests = { schema: 'raw', name: 'sync_requests' }

// lazi_api looks up keys for requests that may have none; what a valid key then changes is written by lazi_writer.

export function up(pgm: MigrationBuilder): void {
  createServerRole(
    pgm,
    'lazi_writer',
    'Changes what the API may change, and records it, one tenant at a time. Grant it to the login of the API.',
  )
  letWriterWrite(pgm)
}

export function down(pgm: MigrationBuilder): void {
  letApiWriteAgain(pgm)
  dropServerRole(pgm, 'lazi_writer')
}

/** What lazi_api could write, lazi_writer writes, because a transaction has one role, and records an entry. */
const moved = [
  {
    on: 'raw.sync_requests',
    rights: ['SELECT', 'INSERT (tenant_id, table_name, kind, allow_deletes, quarantine_id, requested_by)'],
  },
  { on: 'raw.quarantine', rights: ['SELECT'] },
  {
    on: 'api.sessions',
    rights: ['INSERT (tenant_id, key_id, secret_hash, expires_at)', 'UPDATE (revoked_at)', 'DELETE'],
  },
  { on: 'api.sign_in_codes', rights: ['UPDATE (used_at)', 'DELETE'] },
  { on: 'api.keys', rights: ['UPDATE (last_used_at)'] },
]

/** What lazi_writer may, and lazi_api could not or still can. */
const granted = [
  {
    on: 'api.keys',
    rights: [
      'SELECT (tenant_id, key_id, name, scopes, created_at, expires_at, revoked_at, last_used_at)',
      'UPDATE (revoked_at)',
    ],
  },
  { on: 'api.sessions', rights: ['SELECT'] },
  { on: 'api.sign_in_codes', rights: ['SELECT'] },
  { on: 'raw.tenants', rights: ['SELECT'] },
  { on: 'raw.change_positions', rights: ['SELECT (tenant_id, epoch)'] },
]

/** The policies that select one tenant, and the roles of each, with lazi_writer and without. */
const policies = [
  {
    on: { schema: 'api', name: 'sessions' },
    name: 'one_tenant',
    before: ['lazi_api'],
    after: ['lazi_api', 'lazi_writer'],
  },
  {
    on: { schema: 'api', name: 'sign_in_codes' },
    name: 'one_tenant',
    before: ['lazi_api'],
    after: ['lazi_api', 'lazi_writer'],
  },
  {
    on: { schema: 'api', name: 'keys' },
    name: 'one_tenant',
    before: ['lazi_api'],
    after: ['lazi_api', 'lazi_writer'],
  },
  {
    on: { schema: 'api', name: 'keys' },
    name: 'one_tenant_used',
    before: ['lazi_api'],
    after: ['lazi_writer'],
  },
  {
    on: { schema: 'raw', name: 'tenants' },
    name: 'one_tenant',
    before: ['lazi_reader', 'lazi_api'],
    after: ['lazi_reader', 'lazi_api', 'lazi_writer'],
  },
  {
    on: { schema: 'raw', name: 'change_positions' },
    name: 'one_tenant',
    before: ['lazi_reader', 'lazi_api'],
    after: ['lazi_reader', 'lazi_api', 'lazi_writer'],
  },
  {
    on: { schema: 'raw', name: 'quarantine' },
    name: 'one_tenant',
    before: ['lazi_reader', 'lazi_api'],
    after: ['lazi_reader', 'lazi_writer'],
  },
  {
    on: syncRequests,
    name: 'one_tenant',
    before: ['lazi_reader', 'lazi_api'],
    after: ['lazi_reader', 'lazi_writer'],
  },
  { on: syncRequests, name: 'one_tenant_asks', before: ['lazi_api'], after: ['lazi_writer'] },
]

function letWriterWrite(pgm: MigrationBuilder): void {
  pgm.sql('GRANT USAGE ON SCHEMA api, raw TO lazi_writer;')
  for (const { on, rights } of [...moved, ...granted])
    pgm.sql(`GRANT ${rights.join(', ')} ON ${on} TO lazi_writer;`)
  for (const { on, rights } of moved) pgm.sql(`REVOKE ${rights.join(', ')} ON ${on} FROM lazi_api;`)
  for (const { on, name, after } of policies) pgm.alterPolicy(on, name, { role: after })
}

function letApiWriteAgain(pgm: MigrationBuilder): void {
  for (const { on, name, before } of policies) pgm.alterPolicy(on, name, { role: before })
  for (const { on, rights } of moved) pgm.sql(`GRANT ${rights.join(', ')} ON ${on} TO lazi_api;`)
  for (const { on, rights } of [...moved, ...granted])
    pgm.sql(`REVOKE ${rights.join(', ')} ON ${on} FROM lazi_writer;`)
  pgm.sql('REVOKE USAGE ON SCHEMA api, raw FROM lazi_writer;')
}
