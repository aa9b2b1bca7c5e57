import { timingSafeEqual } from 'node:crypto'
import { noPosition } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type ApiKey, keyColumns, keyJoins, withScopes } from './key-columns.ts'
import { hashSecret, type KeyText } from './key-text.ts'

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
    `SELECT ${keyColumns('$4')}, key.secret_hash AS "secretHash",
            key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > $3)
              AND person.deactivated_at IS NULL AS "isLive"
       FROM api.keys AS key ${keyJoins}
      WHERE key.tenant_id = $1 AND key.key_id = $2`,
    [tenantId, keyId, now, noPosition.epoch],
  )
  if (!rows[0]) return null
  const { secretHash, isLive, ...key } = rows[0]
  return timingSafeEqual(secretHash, hashSecret(secret)) && isLive ? withScopes(key) : null
}

/** Records that a key was used. @param client in a transaction of role `lazi_writer` and of the key's tenant */
export async function touchKey(client: pg.ClientBase, key: ApiKey, now: Date): Promise<void> {
  await client.query('UPDATE api.keys SET last_used_at = $3 WHERE tenant_id = $1 AND key_id = $2', [
    key.tenantId,
    key.keyId,
    now,
  ])
}
