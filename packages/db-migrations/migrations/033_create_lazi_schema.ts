import type { MigrationBuilder } from 'node-pg-migrate'
import { secureTenantTable } from '../src/authoring/v2/secure-table.ts'

const changes = { schema: 'lazi', name: 'changes' }
const changePositions = { schema: 'lazi', name: 'change_positions' }
const domains = { schema: 'sync', name: 'domains' }
const followers = { schema: 'sync', name: 'followers' }
const waiting = { schema: 'sync', name: 'waiting' }
const tables = [changes, changePositions, domains, followers, waiting]

const newSchemas = {
  lazi: "LAZI's records: the contractor's model, filled from schema raw.",
  sync: 'The state of what is computed from change feeds, and which side owns which records.',
}

export const allow = [
  {
    rule: 'prefer-bigint-over-int',
    reason: 'version rises with a release of the software, and failures are minutes apart',
  },
]

export function up(pgm: MigrationBuilder): void {
  for (const [schema, comment] of Object.entries(newSchemas)) {
    pgm.createSchema(schema)
    pgm.sql(`COMMENT ON SCHEMA ${schema} IS '${comment.replaceAll("'", "''")}';`)
    pgm.sql(`ALTER SCHEMA ${schema} OWNER TO lazi_migrator;`)
    pgm.sql(`GRANT USAGE ON SCHEMA ${schema} TO lazi_sync, lazi_reader;`)
  }
  createIdFunctions(pgm)
  createChanges(pgm)
  createChangePositions(pgm)
  createDomains(pgm)
  createFollowers(pgm)
  createWaiting(pgm)
  for (const table of tables) secureTenantTable(pgm, table)
}

export function down(pgm: MigrationBuilder): void {
  for (const table of tables.toReversed()) pgm.dropTable(table)
  for (const name of ['st_id_of(uuid)', 'projected_id(bigint, text, bigint)']) {
    pgm.sql(`DROP FUNCTION lazi.${name};`)
  }
  for (const schema of Object.keys(newSchemas).toReversed()) pgm.dropSchema(schema)
}

const tenantId = { type: 'bigint', notNull: true, comment: 'The tenant: one ServiceTitan account.' }

// Version 8 of RFC 9562: 60 bits of the id there, so that ids rise with it, and 62 bits of a hash, so that they differ
// between tenants and tables. With the casts PostgreSQL inlines it: `||` with a bigint is only STABLE.
function createIdFunctions(pgm: MigrationBuilder): void {
  pgm.sql(`
CREATE FUNCTION lazi.projected_id(tenant bigint, table_name text, st_id bigint) RETURNS uuid
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (lpad(to_hex((st_id >> 12) & 281474976710655), 12, '0') || '8' || lpad(to_hex(st_id & 4095), 3, '0')
          || translate(left(md5(tenant::text || ':' || table_name || ':' || st_id::text), 1), '0123456789abcdef', '89ab89ab89ab89ab')
          || substr(md5(tenant::text || ':' || table_name || ':' || st_id::text), 2, 15))::uuid;`)
  pgm.sql(
    `COMMENT ON FUNCTION lazi.projected_id(bigint, text, bigint) IS 'The id of a record that was created in ServiceTitan: always the same, and rising with the id there.';`,
  )
  pgm.sql(`
CREATE FUNCTION lazi.st_id_of(id uuid) RETURNS bigint
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN ('x0' || left(replace(id::text, '-', ''), 12) || substr(replace(id::text, '-', ''), 14, 3))::bit(64)::bigint;`)
  pgm.sql(
    `COMMENT ON FUNCTION lazi.st_id_of(uuid) IS 'The id in ServiceTitan from which projected_id computed an id; meaningless for other ids.';`,
  )
  for (const name of ['st_id_of(uuid)', 'projected_id(bigint, text, bigint)']) {
    pgm.sql(`ALTER FUNCTION lazi.${name} OWNER TO lazi_migrator;`)
    pgm.sql(`REVOKE ALL ON FUNCTION lazi.${name} FROM PUBLIC;`)
    pgm.sql(`GRANT EXECUTE ON FUNCTION lazi.${name} TO lazi_sync, lazi_reader;`)
  }
}

function createChanges(pgm: MigrationBuilder): void {
  pgm.createTable(
    changes,
    {
      tenant_id: tenantId,
      seq: {
        type: 'bigint',
        notNull: true,
        comment: 'Number of the change within the tenant: without gaps, and in the order of commits.',
      },
      table_name: { type: 'text', notNull: true, comment: 'The table or view in schema lazi, such as jobs.' },
      id: { type: 'uuid', comment: 'The record; NULL for a snapshot, which is about the whole table.' },
      op: {
        type: 'text',
        notNull: true,
        check: "op IN ('insert', 'update', 'delete', 'restore', 'snapshot')",
        comment:
          'What happened to the record; delete: deleted_at was set, restore: it was removed. snapshot: read the whole table.',
      },
      changed_paths: {
        type: 'text[]',
        notNull: true,
        default: '{}',
        comment: 'The columns that an update changed; else empty.',
      },
      actor: { type: 'text', notNull: true, comment: 'Who made the change, as kind:id, or servicetitan.' },
      request_id: { type: 'uuid', comment: 'The request to the API that made it, if one did.' },
      cause_seq: {
        type: 'bigint',
        comment: "The number in raw.changes up to which ServiceTitan's changes are in it, if they caused it.",
      },
      at: { type: 'timestamptz', notNull: true, comment: 'When it was made.' },
    },
    { comment: "The change feed of LAZI's records, for consumers that follow it. Old changes are removed." },
  )
  pgm.addConstraint(changes, 'changes_pkey', 'PRIMARY KEY (tenant_id, seq)')
  pgm.sql(
    `COMMENT ON INDEX lazi.changes_pkey IS 'Query: the changes of a tenant after a seq, in order; its oldest changes, to remove them';`,
  )
  pgm.createIndex(changes, ['tenant_id', 'table_name', 'id', 'seq'], {
    name: 'changes_record_idx',
    where: 'id IS NOT NULL',
  })
  pgm.sql(`COMMENT ON INDEX lazi.changes_record_idx IS 'Query: the last changes of a record';`)
}

function createChangePositions(pgm: MigrationBuilder): void {
  pgm.createTable(
    changePositions,
    {
      tenant_id: tenantId,
      epoch: {
        type: 'uuid',
        notNull: true,
        default: pgm.func('gen_random_uuid()'),
        comment: "The feed's identity: a tenant that is removed and added again has another.",
      },
      last_seq: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment: 'The greatest seq given. Its row is locked last in a transaction, until the commit.',
      },
      trimmed_seq: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment:
          'Changes up to this seq were removed; a consumer that is behind it must read the tables again.',
      },
      updated_at: { type: 'timestamptz', notNull: true, comment: 'When this row last changed.' },
    },
    { comment: "Where the change feed of each tenant's records begins and ends." },
  )
  pgm.addConstraint(changePositions, 'change_positions_pkey', 'PRIMARY KEY (tenant_id)')
  pgm.sql(`COMMENT ON INDEX lazi.change_positions_pkey IS 'Query: where the change feed of a tenant ends';`)
  pgm.sql(
    'INSERT INTO lazi.change_positions (tenant_id, updated_at) SELECT tenant_id, now() FROM raw.tenants;',
  )
}

function createDomains(pgm: MigrationBuilder): void {
  pgm.createTable(
    domains,
    {
      tenant_id: tenantId,
      domain: {
        type: 'text',
        notNull: true,
        check: "domain IN ('customers', 'jobs', 'people', 'reference', 'accounting')",
        comment: 'The tables that change sides together.',
      },
      mode: {
        type: 'text',
        notNull: true,
        default: 'servicetitan',
        check: "mode IN ('servicetitan', 'lazi')",
        comment:
          "Which side owns its records. servicetitan: they are read-only in LAZI; lazi: they are changed in LAZI, and ServiceTitan's changes of them are not taken over.",
      },
      since: { type: 'timestamptz', notNull: true, comment: 'Since when it has this mode.' },
      switched_by: { type: 'text', notNull: true, comment: 'Who chose the mode, as kind:id.' },
    },
    { comment: "Which side owns a tenant's records: five rows per tenant, made with it." },
  )
  pgm.addConstraint(domains, 'domains_owned_check', {
    check: "mode = 'servicetitan' OR domain IN ('customers', 'jobs')",
  })
  pgm.addConstraint(domains, 'domains_pkey', 'PRIMARY KEY (tenant_id, domain)')
  pgm.sql(`COMMENT ON INDEX sync.domains_pkey IS 'Query: the mode of a domain';`)
  pgm.sql(`
INSERT INTO sync.domains (tenant_id, domain, since, switched_by)
SELECT tenant_id, domain, now(), 'system:migration'
  FROM raw.tenants CROSS JOIN unnest(ARRAY['customers', 'jobs', 'people', 'reference', 'accounting']) AS domain;`)
}

function createFollowers(pgm: MigrationBuilder): void {
  pgm.createTable(
    followers,
    {
      tenant_id: tenantId,
      name: { type: 'text', notNull: true, comment: 'What follows, such as records: it fills schema lazi.' },
      feed_epoch: {
        type: 'uuid',
        comment: 'The epoch of the feed that was followed last; NULL: it has not begun.',
      },
      seq: {
        type: 'bigint',
        notNull: true,
        default: 0,
        comment: 'The changes up to this seq are applied; it moves in the transaction that applies them.',
      },
      version: {
        type: 'integer',
        notNull: true,
        default: 0,
        comment: 'The version of the rules that were applied. A worker with a higher one rebuilds.',
      },
      rebuild_table: { type: 'text', comment: 'The table that is being rebuilt; NULL: none.' },
      rebuild_after: {
        type: 'text',
        comment: 'The rebuild continues after the row with this id; NULL: from the beginning.',
      },
      pending: {
        type: 'text[]',
        notNull: true,
        default: '{}',
        comment: 'Tables that must be rebuilt again although they are ready.',
      },
      ready: {
        type: 'text[]',
        notNull: true,
        default: '{}',
        comment: 'The tables that were built completely once, and follow the feed since.',
      },
      time_zone: {
        type: 'text',
        comment: 'The time zone of the days that it computes; NULL: none yet, or it computes no days.',
      },
      error: { type: 'text', comment: 'Why the last step failed; NULL: it did not.' },
      failures: {
        type: 'integer',
        notNull: true,
        default: 0,
        comment: 'The number of steps that failed since the last one that did not.',
      },
      due_at: {
        type: 'timestamptz',
        comment:
          'After a failed step: when the next one is due; NULL: as soon as there is something to apply.',
      },
      updated_at: { type: 'timestamptz', notNull: true, comment: 'When the last step ended.' },
    },
    {
      comment: 'How far what follows a change feed has come, per tenant. A worker locks the row for a step.',
    },
  )
  pgm.addConstraint(followers, 'followers_pkey', 'PRIMARY KEY (tenant_id, name)')
  pgm.sql(`COMMENT ON INDEX sync.followers_pkey IS 'Query: how far a follower of a tenant has come';`)
  pgm.sql(`
INSERT INTO sync.followers (tenant_id, name, updated_at) SELECT tenant_id, 'records', now() FROM raw.tenants;`)
}

function createWaiting(pgm: MigrationBuilder): void {
  pgm.createTable(
    waiting,
    {
      tenant_id: tenantId,
      table_name: { type: 'text', notNull: true, comment: 'The table or view in schema lazi.' },
      st_id: { type: 'bigint', notNull: true, comment: "ServiceTitan's id of the row." },
      needs_table: {
        type: 'text',
        notNull: true,
        comment: 'The table of the missing record; empty for a row that was refused or is new.',
      },
      needs_st_id: {
        type: 'bigint',
        notNull: true,
        comment: "ServiceTitan's id of the missing record; 0 for a row that was refused or is new.",
      },
      reason: {
        type: 'text',
        notNull: true,
        check: "reason IN ('reference', 'refused', 'new')",
        comment:
          'reference: the row is in its table, without this reference; refused: PostgreSQL refused it, and its last good version stays; new: it was created in ServiceTitan while LAZI owns the records of its table, and is not taken over yet.',
      },
      error: { type: 'text', comment: 'Why it was refused.' },
      is_due: {
        type: 'boolean',
        notNull: true,
        default: false,
        comment: 'Whether the missing record has arrived, so that the row is applied in the next step.',
      },
      since: { type: 'timestamptz', notNull: true, comment: 'Since when it waits.' },
    },
    { comment: 'Rows of schema raw that are not in schema lazi as they should be, and what they wait for.' },
  )
  pgm.addConstraint(
    waiting,
    'waiting_pkey',
    'PRIMARY KEY (tenant_id, table_name, st_id, needs_table, needs_st_id)',
  )
  pgm.sql(`COMMENT ON INDEX sync.waiting_pkey IS 'Query: what a row waits for';`)
  pgm.createIndex(waiting, ['tenant_id', 'needs_table', 'needs_st_id'], {
    name: 'waiting_needs_idx',
    where: "reason = 'reference'",
  })
  pgm.sql(`COMMENT ON INDEX sync.waiting_needs_idx IS 'Query: the rows that wait for a record';`)
  pgm.createIndex(waiting, ['tenant_id', 'table_name', 'st_id'], {
    name: 'waiting_due_idx',
    where: 'is_due',
  })
  pgm.sql(`COMMENT ON INDEX sync.waiting_due_idx IS 'Query: the rows whose missing record has arrived';`)
}
