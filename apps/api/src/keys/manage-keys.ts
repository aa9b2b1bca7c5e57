import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { AuditEntry } from 'records'
import { createSecret, hashSecret } from './key-text.ts'
import type { Role, Scope } from './scope.ts'

/** A key without its secret, which only its holder knows. */
type KeyRow = CamelRow<
  'api.keys',
  'tenant_id' | 'key_id' | 'name' | 'person_id' | 'created_at' | 'expires_at' | 'revoked_at' | 'last_used_at'
> & {
  /** Empty: those of its person's role. */
  readonly scopes: readonly Scope[]
}

/** A key with the person whose it is; null: it is that of an app. */
export type ListedKey = KeyRow & {
  readonly person: { readonly name: string; readonly role: Role; readonly isActive: boolean } | null
}

/** The properties of a new key; without `expiresAt` it is valid until it is revoked. */
export type NewKey = Pick<KeyRow, 'tenantId' | 'name' | 'scopes' | 'expiresAt'> &
  Partial<Pick<KeyRow, 'personId'>>

/**
 * Creates a key. Its secret is returned only here and cannot be read later.
 * @param client of a login that owns the table
 * @returns null when the tenant does not exist
 */
export async function createKey(
  client: pg.ClientBase | pg.Pool,
  { tenantId, name, scopes, expiresAt, personId = null }: NewKey,
): Promise<{ keyId: string; secret: string } | null> {
  const secret = createSecret()
  const { rows } = await client.query<CamelRow<'api.keys', 'key_id'>>(
    `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash, expires_at, person_id)
     SELECT tenant_id, $2, $3::text[], $4::bytea, $5::timestamptz, $6::bigint FROM raw.tenants WHERE tenant_id = $1
     RETURNING key_id AS "keyId"`,
    [tenantId, name, scopes, hashSecret(secret), expiresAt, personId],
  )
  return rows[0] ? { keyId: rows[0].keyId, secret } : null
}

/** The keys of a tenant, or of all tenants, including revoked ones. */
export async function listKeys(client: pg.ClientBase, tenantId: string | null): Promise<ListedKey[]> {
  const { rows } = await client.query<ListedKey>(
    `SELECT key.tenant_id AS "tenantId", key.key_id AS "keyId", key.name, key.scopes, key.created_at AS "createdAt",
            key.expires_at AS "expiresAt", key.revoked_at AS "revokedAt", key.last_used_at AS "lastUsedAt",
            key.person_id AS "personId",
            CASE WHEN person.person_id IS NOT NULL THEN 
              json_build_object('name', person.name, 'role', person.role, 'isActive', person.deactivated_at IS NULL) END AS person
       FROM api.keys AS key
       LEFT JOIN api.people AS person ON person.tenant_id = key.tenant_id AND person.person_id = key.person_id
      WHERE $1::bigint IS NULL OR key.tenant_id = $1 ORDER BY key.tenant_id, key.key_id`,
    [tenantId],
  )
  return rows
}

/** The keys that exist, and those of them that were not revoked before. */
export interface RevokedKeys {
  readonly found: readonly string[]
  readonly revoked: readonly string[]
}

/**
 * Revokes keys; a revoked key keeps its `revokedAt`.
 * @param client in a transaction
 */
export async function revokeKeys(
  client: pg.ClientBase,
  tenantId: string,
  keyIds: readonly string[],
  now: Date,
): Promise<RevokedKeys> {
  const { rows: revoked } = await client.query<CamelRow<'api.keys', 'key_id'>>(
    `UPDATE api.keys SET revoked_at = $3
      WHERE tenant_id = $1 AND key_id = ANY ($2::bigint[]) AND revoked_at IS NULL RETURNING key_id AS "keyId"`,
    [tenantId, keyIds, now],
  )
  const { rows: found } = await client.query<CamelRow<'api.keys', 'key_id'>>(
    'SELECT key_id AS "keyId" FROM api.keys WHERE tenant_id = $1 AND key_id = ANY ($2::bigint[]) ORDER BY key_id',
    [tenantId, keyIds],
  )
  return { found: found.map(({ keyId }) => keyId), revoked: revoked.map(({ keyId }) => keyId) }
}

/** The entry of a key that was revoked, for the audit log. */
export function revocationOf(keyId: string, now: Date): AuditEntry {
  return {
    action: 'revoke',
    entity: 'api.keys',
    entityId: keyId,
    changes: { revokedAt: { old: null, new: now } },
  }
}
