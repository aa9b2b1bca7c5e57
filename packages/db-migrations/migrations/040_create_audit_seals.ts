import type { MigrationBuilder } from 'node-pg-migrate'
import { isOfTenant } from '../src/authoring/v2/cache-table.ts'
import { createServerRole, dropServerRole } from '../src/authoring/v2/roles.ts'

const positions = { schema: 'audit', name: 'positions' }
const entries = { schema: 'audit', name: 'entries' }
const seals = { schema: 'audit', name: 'seals' }
const verifications = { schema: 'audit', name: 'verifications' }

// The only way to delete entries: two functions that refuse what is not sealed and exported. Their owner is a role that
// no login is a member of, so that neither the sync nor the owner of the tables may delete without them.

export function up(pgm: MigrationBuilder): void {
  createServerRole(
    pgm,
    'lazi_retention',
    'Deletes sealed entries of the audit log, through two functions that it owns. Grant it to no login.',
  )
  createSeals(pgm)
  createVerifications(pgm)
  letRetentionDelete(pgm)
  letEraserSayIt(pgm)
  createTrim(pgm)
  createRemoveTenant(pgm)
  pgm.sql(giveFunctionsAway)
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql('DROP FUNCTION audit.remove_tenant(bigint); DROP FUNCTION audit.trim(bigint, bigint, integer);')
  for (const { on, rights } of ofEraser) pgm.sql(`REVOKE ${rights} ON ${on} FROM lazi_eraser;`)
  pgm.dropPolicy(entries, 'eraser_insert')
  pgm.dropPolicy(positions, 'eraser')
  for (const table of [positions, entries]) {
    for (const name of ['retention_read', 'retention_delete']) pgm.dropPolicy(table, name)
    pgm.sql(`REVOKE ALL ON audit.${table.name} FROM lazi_retention;`)
  }
  pgm.dropTable(verifications)
  pgm.dropTable(seals)
  pgm.sql('REVOKE ALL ON SCHEMA audit FROM lazi_retention;')
  dropServerRole(pgm, 'lazi_retention')
}

const tenantId = {
  type: 'bigint',
  notNull: true,
  comment: 'The tenant; 0: the installation.',
}

function createSeals(pgm: MigrationBuilder): void {
  pgm.createTable(
    seals,
    {
      tenant_id: tenantId,
      size: {
        type: 'bigint',
        notNull: true,
        check: 'size > 0',
        comment: 'The number of entries sealed: the seq of the last one.',
      },
      root: {
        type: 'bytea',
        notNull: true,
        check: 'octet_length(root) = 32',
        comment: 'Root of the Merkle tree (RFC 6962) over the entries 1 to size.',
      },
      frontier: {
        type: 'bytea[]',
        notNull: true,
        comment:
          'Roots of the perfect subtrees, largest first: from here the next seal and a verification go on.',
      },
      through_at: { type: 'timestamptz', notNull: true, comment: 'The time of the last sealed entry.' },
      sealed_at: { type: 'timestamptz', notNull: true, comment: 'When it was sealed.' },
      prev_seal_hash: {
        type: 'bytea',
        check: 'octet_length(prev_seal_hash) = 32',
        comment: "SHA-256 of the former seal's note; NULL: the first seal.",
      },
      note: {
        type: 'text',
        notNull: true,
        comment: 'The checkpoint as text, signed if there is a key: what is exported.',
      },
      exported_at: {
        type: 'timestamptz',
        comment: 'When the note was written outside the database; NULL: not yet.',
      },
      export_error: { type: 'text', comment: 'Why the last attempt to export it failed.' },
    },
    { comment: 'Seals of the audit log: each fixes all entries up to a seq.' },
  )
  pgm.addConstraint(seals, 'seals_pkey', 'PRIMARY KEY (tenant_id, size)')
  pgm.sql(
    `COMMENT ON INDEX audit.seals_pkey IS 'Query: the last seal of a tenant; the seals of a tenant in order';`,
  )
  pgm.sql('CREATE INDEX seals_unexported_idx ON audit.seals (tenant_id, size) WHERE exported_at IS NULL;')
  pgm.sql(
    `COMMENT ON INDEX audit.seals_unexported_idx IS 'Query: the seals of a tenant that are not exported yet';`,
  )
  own(pgm, seals)
  pgm.sql('GRANT UPDATE (exported_at, export_error) ON audit.seals TO lazi_sync;')
  pgm.createPolicy(seals, 'all_tenants_export', { command: 'UPDATE', role: 'lazi_sync', using: 'true' })
}

function createVerifications(pgm: MigrationBuilder): void {
  pgm.createTable(
    verifications,
    {
      tenant_id: tenantId,
      verified_at: { type: 'timestamptz', notNull: true, comment: 'When the verification began.' },
      from_seq: { type: 'bigint', notNull: true, comment: 'The first entry that was read.' },
      to_seq: { type: 'bigint', notNull: true, comment: 'The last one; below from_seq: there was none.' },
      outcome: {
        type: 'text',
        notNull: true,
        check: "outcome IN ('ok', 'broken', 'missing_key')",
        comment: 'missing_key: all but the signatures is right, and no public key was given for these.',
      },
      first_bad_seq: { type: 'bigint', comment: 'The first entry that is wrong; NULL: none.' },
      detail: { type: 'text', comment: 'What was found.' },
    },
    { comment: 'Results of sync audit verify.' },
  )
  pgm.addConstraint(verifications, 'verifications_pkey', 'PRIMARY KEY (tenant_id, verified_at)')
  pgm.sql(`COMMENT ON INDEX audit.verifications_pkey IS 'Query: the last verification of a tenant';`)
  own(pgm, verifications)
}

/** Rows that are inserted and read; the owner may no more. */
function own(pgm: MigrationBuilder, table: { readonly schema: string; readonly name: string }): void {
  const name = `${table.schema}.${table.name}`
  pgm.sql(`ALTER TABLE ${name} OWNER TO lazi_migrator;`)
  pgm.alterTable(table, { levelSecurity: 'ENABLE' })
  pgm.alterTable(table, { levelSecurity: 'FORCE' })
  pgm.sql(`REVOKE UPDATE, DELETE, TRUNCATE ON ${name} FROM lazi_migrator;`)
  pgm.sql(`GRANT SELECT, INSERT ON ${name} TO lazi_sync;`)
  pgm.sql(`GRANT SELECT ON ${name} TO lazi_writer;`)
  pgm.createPolicy(table, 'all_tenants_read', {
    command: 'SELECT',
    role: ['lazi_migrator', 'lazi_sync'],
    using: 'true',
  })
  pgm.createPolicy(table, 'all_tenants_insert', {
    command: 'INSERT',
    role: ['lazi_migrator', 'lazi_sync'],
    check: 'true',
  })
  pgm.createPolicy(table, 'one_tenant_read', { command: 'SELECT', role: 'lazi_writer', using: isOfTenant })
}

function letRetentionDelete(pgm: MigrationBuilder): void {
  pgm.sql('GRANT USAGE ON SCHEMA audit TO lazi_retention;')
  for (const table of [positions, entries, seals, verifications]) {
    pgm.sql(`GRANT SELECT, DELETE ON audit.${table.name} TO lazi_retention;`)
    pgm.createPolicy(table, 'retention_read', { command: 'SELECT', role: 'lazi_retention', using: 'true' })
    pgm.createPolicy(table, 'retention_delete', {
      command: 'DELETE',
      role: 'lazi_retention',
      using: 'true',
    })
  }
}

/** Emptying values and saying so is one transaction, and a transaction has one role. */
function letEraserSayIt(pgm: MigrationBuilder): void {
  for (const { on, rights } of ofEraser) pgm.sql(`GRANT ${rights} ON ${on} TO lazi_eraser;`)
  pgm.createPolicy(entries, 'eraser_insert', {
    command: 'INSERT',
    role: 'lazi_eraser',
    check: "action IN ('redact', 'erase')",
  })
  pgm.createPolicy(positions, 'eraser', {
    command: 'ALL',
    role: 'lazi_eraser',
    using: 'true',
    check: 'true',
  })
}

const ofEraser = [
  {
    on: 'audit.entries',
    rights:
      'INSERT (tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity, entity_id, request_id, run_id, reason, changes, salt, changes_hash)',
  },
  {
    on: 'audit.positions',
    rights: 'SELECT, INSERT (tenant_id, epoch, last_seq, last_at), UPDATE (last_seq, last_at)',
  },
]

function createTrim(pgm: MigrationBuilder): void {
  pgm.sql(`
CREATE FUNCTION audit.trim(tenant bigint, through bigint, rows integer) RETURNS bigint
  LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit.seals WHERE tenant_id = tenant AND size >= through AND exported_at IS NOT NULL) THEN
    RAISE EXCEPTION 'Entries of tenant % up to % are not sealed and exported', tenant, through
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (
    SELECT FROM audit.entries WHERE tenant_id = tenant AND seq <= through AND at > now() - interval '30 days') THEN
    RAISE EXCEPTION 'Entries of tenant % up to % are younger than 30 days', tenant, through
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM audit.entries
   WHERE tenant_id = tenant AND seq <= least(
           through, (SELECT min(seq) FROM audit.entries WHERE tenant_id = tenant) + rows - 1);
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END $$;`)
  restrict(
    pgm,
    'audit.trim(bigint, bigint, integer)',
    'Deletes the oldest entries of a tenant, at most so many rows, up to a seq that is sealed and exported, and none of the last 30 days. Returns their number.',
  )
}

function createRemoveTenant(pgm: MigrationBuilder): void {
  pgm.sql(`
CREATE FUNCTION audit.remove_tenant(tenant bigint) RETURNS bigint
  LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  removed bigint;
BEGIN
  IF tenant = 0 THEN
    RAISE EXCEPTION 'The log of the installation is not removed'
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  IF EXISTS (
    SELECT FROM audit.entries WHERE tenant_id = tenant AND seq > coalesce((
             SELECT max(size) FROM audit.seals WHERE tenant_id = tenant AND exported_at IS NOT NULL), 0)) THEN
    RAISE EXCEPTION 'An entry of tenant % is not sealed and exported', tenant
      USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
  DELETE FROM audit.entries WHERE tenant_id = tenant;
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM audit.seals WHERE tenant_id = tenant;
  DELETE FROM audit.verifications WHERE tenant_id = tenant;
  DELETE FROM audit.positions WHERE tenant_id = tenant;
  RETURN removed;
END $$;`)
  restrict(
    pgm,
    'audit.remove_tenant(bigint)',
    'Deletes the audit log of a tenant, once all of it is sealed and exported. Returns the number of entries.',
  )
}

function restrict(pgm: MigrationBuilder, signature: string, comment: string): void {
  pgm.sql(`COMMENT ON FUNCTION ${signature} IS '${comment}';`)
  pgm.sql(`REVOKE ALL ON FUNCTION ${signature} FROM PUBLIC;`)
  pgm.sql(`GRANT EXECUTE ON FUNCTION ${signature} TO lazi_sync;`)
}

// Who gives a function away must be a member of its new owner, which needs CREATE on the schema; both only for this.
const giveFunctionsAway = `
DO $$
DECLARE
  is_member constant boolean := pg_has_role('lazi_retention', CASE
    WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END);
BEGIN
  IF NOT is_member THEN
    BEGIN
      GRANT lazi_retention TO CURRENT_USER;
    EXCEPTION
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION '% is not a member of role lazi_retention, which is to own two functions', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = format('Let an administrator run once: GRANT lazi_retention TO %I; Then migrate again. Afterwards: REVOKE lazi_retention FROM %I;', current_user, current_user);
    END;
  END IF;
  GRANT CREATE ON SCHEMA audit TO lazi_retention;
  ALTER FUNCTION audit.trim(bigint, bigint, integer) OWNER TO lazi_retention;
  ALTER FUNCTION audit.remove_tenant(bigint) OWNER TO lazi_retention;
  REVOKE CREATE ON SCHEMA audit FROM lazi_retention;
  IF NOT is_member THEN
    REVOKE lazi_retention FROM CURRENT_USER;
  END IF;
END $$;`
