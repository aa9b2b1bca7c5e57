import type { ColumnDefinitions, MigrationBuilder, Name } from 'node-pg-migrate'
import { isOfTenant } from '../src/authoring/v2/cache-table.ts'

// A session and a sign-in code belong to a key, so a browser never needs the key itself. The API checks the key with
// each look-up: a revoked or expired key ends its sessions.

const sessions = { schema: 'api', name: 'sessions' }
const codes = { schema: 'api', name: 'sign_in_codes' }

export function up(pgm: MigrationBuilder): void {
  create(pgm, sessions, {
    id: 'session_id',
    about: 'Browsers that are signed in to the console, each by one key of the API.',
    columns: {
      expires_at: { type: 'timestamptz', notNull: true, comment: 'When it expires.' },
      revoked_at: { type: 'timestamptz', comment: 'When it was ended by signing out; NULL: it was not.' },
    },
  })
  create(pgm, codes, {
    id: 'code_id',
    about: 'Codes of links that sign a browser in once, by one key of the API.',
    columns: {
      expires_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func(`now() + interval '5 minutes'`),
        comment: 'When it expires.',
      },
      used_at: { type: 'timestamptz', comment: 'When it was exchanged for a session; NULL: not yet.' },
    },
  })
  pgm.sql(`COMMENT ON INDEX api.sessions_pkey IS 'Query: a session by its id; the sessions of a tenant'`)
  pgm.sql(`COMMENT ON INDEX api.sign_in_codes_pkey IS 'Query: a code by its id; the codes of a tenant'`)
  pgm.sql(`
GRANT SELECT, INSERT (tenant_id, key_id, secret_hash, expires_at), UPDATE (revoked_at), DELETE
   ON api.sessions TO lazi_api`)
  pgm.sql('GRANT SELECT, UPDATE (used_at), DELETE ON api.sign_in_codes TO lazi_api')
}

export function down(pgm: MigrationBuilder): void {
  pgm.dropTable(codes)
  pgm.dropTable(sessions)
}

interface Shape {
  /** The name of the id column. */
  readonly id: string
  readonly about: string
  /** The columns after those that both tables have. */
  readonly columns: ColumnDefinitions
}

function create(pgm: MigrationBuilder, table: Name & { name: string }, { id, about, columns }: Shape): void {
  pgm.createTable(
    table,
    {
      tenant_id: { type: 'bigint', notNull: true, comment: 'The tenant of the key.' },
      [id]: {
        type: 'bigint',
        notNull: true,
        sequenceGenerated: { precedence: 'ALWAYS' },
        comment: 'Its id.',
      },
      key_id: { type: 'bigint', notNull: true, comment: 'The key, which must be valid too.' },
      secret_hash: {
        type: 'bytea',
        notNull: true,
        check: 'octet_length(secret_hash) = 32',
        comment: 'SHA-256 of the secret, which is 256 random bits and is not stored.',
      },
      created_at: {
        type: 'timestamptz',
        notNull: true,
        default: pgm.func('now()'),
        comment: 'When it was created.',
      },
      ...columns,
    },
    {
      comment: about,
      constraints: {
        foreignKeys: {
          columns: ['tenant_id', 'key_id'],
          references: 'api.keys (tenant_id, key_id)',
          onDelete: 'CASCADE',
        },
      },
    },
  )
  pgm.addConstraint(table, `${table.name}_pkey`, `PRIMARY KEY (tenant_id, ${id})`)
  pgm.sql(`ALTER TABLE api.${table.name} OWNER TO lazi_migrator`)
  pgm.alterTable(table, { levelSecurity: 'ENABLE' })
  pgm.alterTable(table, { levelSecurity: 'FORCE' })
  pgm.createPolicy(table, 'all_tenants', {
    command: 'ALL',
    role: 'lazi_migrator',
    using: 'true',
    check: 'true',
  })
  pgm.createPolicy(table, 'one_tenant', {
    command: 'ALL',
    role: 'lazi_api',
    using: isOfTenant,
    check: isOfTenant,
  })
}
