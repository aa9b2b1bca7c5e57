import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { createSecret, hashSecret } from '../key-text.ts'
import type { SessionText } from './session-text.ts'

/** A new code and when it expires. */
export interface NewCode extends SessionText {
  readonly expiresAt: Date
}

/**
 * Creates a code that signs a browser in once, within five minutes, with a key.
 * @param client of a login that owns the table
 * @returns null when the tenant has no such valid key
 */
export async function createCode(
  client: pg.ClientBase | pg.Pool,
  { tenantId, keyId }: { readonly tenantId: string; readonly keyId: string },
): Promise<NewCode | null> {
  const secret = createSecret()
  const { rows } = await client.query<CamelRow<'api.sign_in_codes', 'code_id' | 'expires_at'>>(
    `INSERT INTO api.sign_in_codes (tenant_id, key_id, secret_hash)
     SELECT key.tenant_id, key.key_id, $3::bytea FROM api.keys AS key
       LEFT JOIN api.people AS person ON person.tenant_id = $1 AND person.person_id = key.person_id
      WHERE key.tenant_id = $1 AND key.key_id = $2 AND key.revoked_at IS NULL
        AND (key.expires_at IS NULL OR key.expires_at > now()) AND person.deactivated_at IS NULL
     RETURNING code_id AS "codeId", expires_at AS "expiresAt"`,
    [tenantId, keyId, hashSecret(secret)],
  )
  return rows[0] ? { tenantId, id: rows[0].codeId, secret, expiresAt: rows[0].expiresAt } : null
}

/**
 * Marks a code as used. Of several concurrent uses, one succeeds.
 * @param client in a transaction of role `lazi_writer` and of the code's tenant
 * @returns whether the code was valid
 */
export async function takeCode(
  client: pg.ClientBase,
  { tenantId, id, secret }: SessionText,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE api.sign_in_codes SET used_at = now()
      WHERE tenant_id = $1 AND code_id = $2 AND secret_hash = $3 AND used_at IS NULL AND expires_at > now()`,
    [tenantId, id, hashSecret(secret)],
  )
  return rowCount === 1
}
