import type { MigrationBuilder } from 'node-pg-migrate'

const keys = { schema: 'api', name: 'keys' }

export function up(pgm: MigrationBuilder): void {
  pgm.sql(createRole)
  pgm.createSchema('api')
  pgm.sql(`COMMENT ON SCHEMA api IS 'Who may use the API.';`)
  pgm.sql('ALTER SCHEMA api OWNER TO lazi_migrator;')
  pgm.sql('GRANT USAGE ON SCHEMA api, raw TO lazi_api;')
  createKeys(pgm)
  secureKeys(pgm)
  for (const table of readTables) showToApi(pgm, table)
  letApiAsk(pgm)
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropPolicy(syncRequests, 'one_tenant_asks')
  for (const table of readTables.toReversed()) hideFromApi(pgm, table)
  pgm.dropTable(keys)
  pgm.sql('REVOKE ALL ON SCHEMA raw FROM lazi_api;')
  pgm.dropSchema('api')
  pgm.sql(dropRole)
}

/** What lazi_api reads of a tenant, beside its keys; the payloads in quarantine included. */
const readTables = ['tenants', 'quarantine', 'sync_requests']
const syncRequests = { schema: 'raw', name: 'sync_requests' }
const ofTenant = `tenant_id = (SELECT nullif(current_setting('lazi.tenant_id', true), '')::bigint)`

function createKeys(pgm: MigrationBuilder): void {
  pgm.createTable(
    keys,
    {
      tenant_id: {
        type: 'bigint',
        notNull: true,
        comment: 'The tenant that the key opens: one ServiceTitan account.',
      },
      key_id: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'The key, for people to name it by.',
      },
      name: { type: 'text', notNull: true, comment: 'Who uses it, for people.' },
      scopes: {
        type: 'text[]',
        notNull: true,
        check: "scopes <@ ARRAY['read', 'sync', 'admin'] AND cardinality(scopes) > 0",
        comment:
          'What it may do. read: read the cache; sync: also ask for syncs; admin: also see payloads and settle quarantine.',
      },
      secret_hash: {
        type: 'bytea',
        notNull: true,
        check: 'octet_length(secret_hash) = 32',
        comment:
          'SHA-256 of the secret, which is 256 random bits and is stored nowhere: there is nothing to guess, so a fast hash will do.',
      },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When the key was made.',
      },
      expires_at: { type: 'timestamptz', comment: 'When it ends to be valid; NULL: never.' },
      revoked_at: { type: 'timestamptz', comment: 'When it was revoked; NULL while it is not.' },
      last_used_at: {
        type: 'timestamptz',
        comment: 'When it was last used, to about a minute; NULL: never.',
      },
    },
    { comment: 'The keys of the API, each for one tenant.' },
  )
  pgm.addConstraint(keys, 'keys_pkey', 'PRIMARY KEY (tenant_id, key_id)')
  pgm.sql(`COMMENT ON INDEX api.keys_pkey IS 'Query: a key by its id; the keys of a tenant';`)
}

/** The same as `secureTable` gives the tables of raw, but nothing for the sync and for readers of the cache. */
function secureKeys(pgm: MigrationBuilder): void {
  pgm.sql('ALTER TABLE api.keys OWNER TO lazi_migrator;')
  pgm.sql('GRANT SELECT, UPDATE (last_used_at) ON api.keys TO lazi_api;')
  pgm.alterTable(keys, { levelSecurity: 'ENABLE' })
  pgm.alterTable(keys, { levelSecurity: 'FORCE' })
  pgm.createPolicy(keys, 'all_tenants', {
    command: 'ALL',
    role: 'lazi_migrator',
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(keys, 'one_tenant', { command: 'SELECT', role: 'lazi_api', using: ofTenant })
  pgm.createPolicy(keys, 'one_tenant_used', {
    command: 'UPDATE',
    role: 'lazi_api',
    using: ofTenant,
    check: ofTenant,
  })
}

function showToApi(pgm: MigrationBuilder, name: string): void {
  pgm.sql(`GRANT SELECT ON raw.${name} TO lazi_api;`)
  pgm.alterPolicy({ schema: 'raw', name }, 'one_tenant', { role: ['lazi_reader', 'lazi_api'] })
}

function hideFromApi(pgm: MigrationBuilder, name: string): void {
  pgm.alterPolicy({ schema: 'raw', name }, 'one_tenant', { role: 'lazi_reader' })
  pgm.sql(`REVOKE ALL ON raw.${name} FROM lazi_api;`)
}

/** A request says what is wanted; what becomes of it is the worker's to write. */
function letApiAsk(pgm: MigrationBuilder): void {
  pgm.sql(
    `GRANT INSERT (tenant_id, table_name, kind, allow_deletes, requested_by) ON raw.sync_requests TO lazi_api;`,
  )
  pgm.createPolicy(syncRequests, 'one_tenant_asks', {
    command: 'INSERT',
    role: 'lazi_api',
    check: ofTenant,
  })
}

// As in 010: roles belong to the whole server, and another database may be making it at this moment.
const createRole = `
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_api') THEN
    BEGIN
      CREATE ROLE lazi_api NOLOGIN;
      COMMENT ON ROLE lazi_api IS 'Looks API keys up and asks for syncs, one tenant at a time. Grant it and lazi_reader to the login of the API.';
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'Role lazi_api is missing, and % may not create roles', current_user
          USING ERRCODE = 'insufficient_privilege',
                HINT = 'Let an administrator run once: CREATE ROLE lazi_api NOLOGIN; Then migrate again.';
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'lazi_api' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'Role lazi_api passes over row-level security'
      USING HINT = 'Let an administrator run once: ALTER ROLE lazi_api NOSUPERUSER NOBYPASSRLS; Then migrate again.';
  END IF;
END $$;`

// The role goes only if nobody needs it: no other database of the server, no object, no login that was given it.
const dropRole = `
DO $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid
     WHERE r.rolname = 'lazi_api' AND m.member <> current_user::regrole) THEN
    DROP ROLE IF EXISTS lazi_api;
  END IF;
EXCEPTION
  WHEN dependent_objects_still_exist OR object_in_use OR insufficient_privilege OR lock_not_available THEN NULL;
END $$;`
