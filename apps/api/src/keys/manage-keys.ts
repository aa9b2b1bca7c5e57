import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { AuditEntry } from 'records'
import { createSecret, hashSecret } from './key-text.ts'
import type { Scope } from './scope.ts'

/** A key without its secret, which only its holder knows. */
export type KeyRow = CamelRow<
  'api.keys',
  'tenant_id' | 'key_id' | 'name' | 'created_at' | 'expires_at' | 'revoked_at' | 'last_used_at'
> & { readonly scopes: readonly Scope[] }

/** The properties of a new key; without `expiresAt` it is valid until it is revoked. */
export type NewKey = Pick<KeyRow, 'tenantId' | 'name' | 'scopes' | 'expiresAt'>

/**
 * Creates a key. Its secret is returned only here and cannot be read later.
 * @param client of a login that owns the table
 * @returns null when the tenant does not exist
 */
export async function createKey(
  client: pg.ClientBase | pg.Pool,
  { tenantId, name, scopes, expiresAt }: NewKey,
): Promise<{ keyId: string; secret: string } | null> {
  const secret = createSecret()
  const { rows } = await client.query<CamelRow<'api.keys', 'key_id'>>(
    `INSERT INTO api.keys (tenant_id, name, scopes, secret_hash, expires_at)
     SELECT tenant_id, $2, $3::text[], $4::bytea, $5::timestamptz FROM raw.tenants WHERE tenant_id = $1
     RETURNING key_id AS "keyId"`,
    [tenantId, name, scopes, hashSecret(secret), expiresAt],
  )
  return rows[0] ? { keyId: rows[0].keyId, secret } : null
}

/** The keys of a tenant, or of all tenants, including revoked ones. */
export async function listKeys(client: pg.ClientBase, tenantId: string | null): Promise<KeyRow[]> {
  const { rows } = await client.query<KeyRow>(
    `SELECT tenant_id AS "tenantId", key_id AS "keyId", name, scopes, created_at AS "createdAt",
            expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"
       FROM api.keys WHERE $1::bigint IS NULL OR tenant_id = $1 ORDER BY tenant_id, key_id`,
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
