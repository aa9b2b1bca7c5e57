import { timingSafeEqual } from 'node:crypto'
import { noPosition } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { hashSecret, type KeyText } from './key-text.ts'
import type { Scope } from './scope.ts'

/** The key of a request, and its tenant. */
export type ApiKey = CamelRow<'api.keys', 'tenant_id' | 'key_id' | 'name' | 'expires_at'> &
  CamelRow<'raw.tenants', 'time_zone'> & {
    readonly tenantName: string
    readonly scopes: readonly Scope[]
    /** The epoch of the tenant's change feed, which distinguishes it from a later tenant with the same id. */
    readonly epoch: string
  }

type FoundKey = ApiKey & CamelRow<'api.keys', 'secret_hash'> & { readonly isLive: boolean }

/**
 * The key, or null when its secret is wrong or it is unknown, revoked or expired; the reason is not disclosed.
 * @param client in a transaction of role `lazi_api` and of the tenant named in the key
 */
export async function findKey(
  client: pg.ClientBase,
  { tenantId, keyId, secret }: KeyText,
  now: Date,
): Promise<ApiKey | null> {
  const { rows } = await client.query<FoundKey>(
    `SELECT key.tenant_id AS "tenantId", tenant.name AS "tenantName", tenant.time_zone AS "timeZone",
            key.key_id AS "keyId", key.name, key.scopes, key.expires_at AS "expiresAt", key.secret_hash AS "secretHash",
            coalesce(position.epoch, $4) AS epoch,
            key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > $3) AS "isLive"
       FROM api.keys AS key JOIN raw.tenants AS tenant ON tenant.tenant_id = key.tenant_id
       LEFT JOIN raw.change_positions AS position ON position.tenant_id = key.tenant_id
      WHERE key.tenant_id = $1 AND key.key_id = $2`,
    [tenantId, keyId, now, noPosition.epoch],
  )
  if (!rows[0]) return null
  const { secretHash, isLive, ...key } = rows[0]
  return timingSafeEqual(secretHash, hashSecret(secret)) && isLive ? key : null
}

/** Records that a key was used. @param client in a transaction of role `lazi_writer` and of the key's tenant */
export async function touchKey(client: pg.ClientBase, key: ApiKey, now: Date): Promise<void> {
  await client.query('UPDATE api.keys SET last_used_at = $3 WHERE tenant_id = $1 AND key_id = $2', [
    key.tenantId,
    key.keyId,
    now,
  ])
}
