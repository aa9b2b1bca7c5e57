import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant, secureTenantTable } from '../src/authoring/v2/secure-table.ts'

// What people change in LAZI is written by lazi_writer, one tenant at a time: the records of the domains that LAZI can
// own, their change feed, and in the outbox what they were before.

const outbox = { schema: 'sync', name: 'outbox' }
const jobNumbers = { schema: 'lazi', name: 'job_numbers' }

/** The tables of the domains that LAZI can own. */
const written = [
  'customers',
  'customer_contacts',
  'locations',
  'location_contacts',
  'jobs',
  'appointments',
  'appointment_assignments',
]

/** The tables that their records refer to. */
const referred = [
  'tag_types',
  'business_units',
  'job_types',
  'campaigns',
  'zones',
  'job_cancel_reasons',
  'job_hold_reasons',
  'technicians',
]

/** Tables whose rows a writer locks and does not change, each with the column of the right that a lock takes. */
const locked = [
  ...referred.map((name) => ({ table: { schema: 'lazi', name }, column: 'version' })),
  { table: { schema: 'sync', name: 'domains' }, column: 'since' },
]

/** Tables that a writer reads only. */
const read = [
  { schema: 'sync', name: 'waiting' },
  { schema: 'sync', name: 'followers' },
]

const functions = ['lazi.projected_id(bigint, text, bigint)', 'lazi.st_id_of(uuid)']

export function up(pgm: MigrationBuilder): void {
  createOutbox(pgm)
  createJobNumbers(pgm)
  pgm.sql('GRANT USAGE ON SCHEMA lazi, sync TO lazi_writer;')
  for (const name of functions) pgm.sql(`GRANT EXECUTE ON FUNCTION ${name} TO lazi_writer;`)
  for (const name of written) letWrite(pgm, { schema: 'lazi', name }, 'SELECT, INSERT, UPDATE')
  letWrite(pgm, outbox, 'SELECT, INSERT, UPDATE, DELETE')
  letWrite(pgm, jobNumbers, 'SELECT, INSERT, UPDATE')
  letWrite(pgm, { schema: 'lazi', name: 'changes' }, 'SELECT, INSERT')
  letWrite(pgm, { schema: 'lazi', name: 'change_positions' }, 'SELECT, INSERT, UPDATE (last_seq, updated_at)')
  for (const { table, column } of locked) {
    letRead(pgm, table)
    pgm.sql(`GRANT UPDATE (${column}) ON ${table.schema}.${table.name} TO lazi_writer;`)
    // A lock takes a policy for updates. This one shows the rows, and lets none be changed.
    pgm.createPolicy(table, 'one_tenant_locks', {
      command: 'UPDATE',
      role: 'lazi_writer',
      using: isOfTenant,
      check: 'false',
    })
  }
  for (const table of read) letRead(pgm, table)
  createDoubleBookings(pgm)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropView({ schema: 'lazi', name: 'double_bookings' })
  for (const table of read) letReadNoMore(pgm, table)
  for (const { table, column } of locked) {
    pgm.dropPolicy(table, 'one_tenant_locks')
    pgm.sql(`REVOKE UPDATE (${column}) ON ${table.schema}.${table.name} FROM lazi_writer;`)
    letReadNoMore(pgm, table)
  }
  for (const name of ['change_positions', 'changes', ...written]) {
    const table = { schema: 'lazi', name }
    pgm.dropPolicy(table, 'one_tenant_writes')
    pgm.sql(`REVOKE ALL ON lazi.${name} FROM lazi_writer;`)
  }
  for (const name of functions) pgm.sql(`REVOKE EXECUTE ON FUNCTION ${name} FROM lazi_writer;`)
  pgm.sql('REVOKE USAGE ON SCHEMA lazi, sync FROM lazi_writer;')
  pgm.dropTable(jobNumbers)
  pgm.dropTable(outbox)
}

type Table = { readonly schema: string; readonly name: string }

function letWrite(pgm: MigrationBuilder, table: Table, rights: string): void {
  pgm.sql(`GRANT ${rights} ON ${table.schema}.${table.name} TO lazi_writer;`)
  pgm.createPolicy(table, 'one_tenant_writes', {
    command: 'ALL',
    role: 'lazi_writer',
    using: isOfTenant,
    check: isOfTenant,
  })
}

function letRead(pgm: MigrationBuilder, table: Table): void {
  pgm.sql(`GRANT SELECT ON ${table.schema}.${table.name} TO lazi_writer;`)
  pgm.alterPolicy(table, 'one_tenant', { role: ['lazi_reader', 'lazi_writer'] })
}

function letReadNoMore(pgm: MigrationBuilder, table: Table): void {
  pgm.alterPolicy(table, 'one_tenant', { role: ['lazi_reader'] })
  pgm.sql(`REVOKE SELECT ON ${table.schema}.${table.name} FROM lazi_writer;`)
}

const tenantId = { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' }

function createOutbox(pgm: MigrationBuilder): void {
  pgm.createTable(
    outbox,
    {
      tenant_id: tenantId,
      table_name: { type: 'text', notNull: true, comment: 'The table in schema lazi, such as jobs.' },
      record_id: { type: 'uuid', notNull: true, comment: 'The record.' },
      op: {
        type: 'text',
        notNull: true,
        check: "op IN ('create', 'update', 'delete')",
        comment: 'What ServiceTitan lacks: the whole record, changes of it, or its removal.',
      },
      base: {
        type: 'jsonb',
        notNull: true,
        comment: 'By field: the value on which both sides agreed last. Fields that agree are not in it.',
      },
      state: {
        type: 'text',
        notNull: true,
        default: 'kept',
        check: "state IN ('kept')",
        comment: 'kept: LAZI owns the record, and nothing is sent.',
      },
      first_edited_at: {
        type: 'timestamptz',
        notNull: true,
        comment: 'Since when the record differs.',
      },
      updated_at: { type: 'timestamptz', notNull: true, comment: 'When this row last changed.' },
    },
    { comment: "LAZI's records that differ from ServiceTitan's, because people changed them in LAZI." },
  )
  pgm.addConstraint(outbox, 'outbox_pkey', 'PRIMARY KEY (tenant_id, table_name, record_id)')
  pgm.sql(`COMMENT ON INDEX sync.outbox_pkey IS 'Query: what a record was before people changed it';`)
  secureTenantTable(pgm, outbox)
}

function createJobNumbers(pgm: MigrationBuilder): void {
  pgm.createTable(
    jobNumbers,
    {
      tenant_id: tenantId,
      last_number: { type: 'bigint', notNull: true, comment: 'The number given last.' },
    },
    { comment: 'The numbers of jobs that were created in LAZI: an L, and a number that rises per tenant.' },
  )
  pgm.addConstraint(jobNumbers, 'job_numbers_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX lazi.job_numbers_pkey IS 'Query: the number that a tenant gave last';`)
  secureTenantTable(pgm, jobNumbers)
}

function createDoubleBookings(pgm: MigrationBuilder): void {
  pgm.sql(`
CREATE VIEW lazi.double_bookings WITH (security_invoker) AS
SELECT own.tenant_id, own.technician_id, own.appointment_id, own.starts_at, own.ends_at,
       own.may_overlap OR coalesce(other.may_overlap, false) AS was_allowed,
       other.appointment_id AS other_appointment_id, other.starts_at AS other_starts_at,
       other.ends_at AS other_ends_at, other.source AS other_source
  FROM lazi.appointment_assignments AS own
  JOIN lazi.appointment_assignments AS other
    ON other.tenant_id = own.tenant_id AND other.technician_id = own.technician_id AND other.id <> own.id
   AND other.is_live AND other.starts_at < own.ends_at AND other.ends_at > own.starts_at
   AND (other.starts_at > own.starts_at - interval '1 day' OR other.ends_at - other.starts_at > interval '1 day')
 WHERE own.is_live AND own.may_overlap IS NOT NULL;`)
  pgm.sql(
    `COMMENT ON VIEW lazi.double_bookings IS 'Bookings of LAZI that overlap another booking of the technician.';`,
  )
  const comments = {
    tenant_id: 'The tenant: one ServiceTitan account.',
    technician_id: 'The technician.',
    appointment_id: 'The appointment that LAZI booked.',
    starts_at: 'When it starts.',
    ends_at: 'When it ends.',
    was_allowed: 'Whether the overlap was asked for, by either booking.',
    other_appointment_id: 'The other appointment.',
    other_starts_at: 'When that one starts.',
    other_ends_at: 'When that one ends.',
    other_source: 'Who booked that one: servicetitan or lazi.',
  }
  for (const [column, comment] of Object.entries(comments))
    pgm.sql(`COMMENT ON COLUMN lazi.double_bookings.${column} IS '${comment}';`)
  pgm.sql('ALTER VIEW lazi.double_bookings OWNER TO lazi_migrator;')
  pgm.sql('GRANT SELECT ON lazi.double_bookings TO lazi_sync, lazi_reader;')
}
