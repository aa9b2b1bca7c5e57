import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { ApiKey } from '../key-columns.ts'
import { createSecret, hashSecret } from '../key-text.ts'
import type { SessionText } from './session-text.ts'

/** How long a session is valid, in seconds: on a device of the user's own, and otherwise. */
export const sessionSeconds = { remembered: 30 * 86_400, usual: 12 * 3_600 } as const

/** How long an ended session is kept, so that its browser learns why it ended. */
const keptInterval = '7 days'
/** The number of old rows that one sign-in deletes from each table at most. */
const deletedAtOnce = 100

/** A new session and when it expires. */
export interface NewSession extends SessionText {
  readonly expiresAt: Date
}

/**
 * Creates a session of a key, and deletes a bounded number of the tenant's old sessions and codes.
 * @param client in a transaction of role `lazi_writer` and of the key's tenant
 * @param seconds how long the session is valid, unless its key ends earlier
 */
export async function createSession(
  client: pg.ClientBase,
  { tenantId, keyId, expiresAt }: Pick<ApiKey, 'tenantId' | 'keyId' | 'expiresAt'>,
  seconds: number,
): Promise<NewSession> {
  await deleteOld(client, tenantId)
  const secret = createSecret()
  const { rows } = await client.query<CamelRow<'api.sessions', 'session_id' | 'expires_at'>>(
    `INSERT INTO api.sessions (tenant_id, key_id, secret_hash, expires_at)
     VALUES ($1, $2, $3, least(now() + make_interval(secs => $4), $5::timestamptz))
     RETURNING session_id AS "sessionId", expires_at AS "expiresAt"`,
    [tenantId, keyId, hashSecret(secret), seconds, expiresAt],
  )
  if (!rows[0]) throw new Error('Expected the new session')
  return { tenantId, id: rows[0].sessionId, secret, expiresAt: rows[0].expiresAt }
}

/**
 * Ends a session, unless it has ended or is another's.
 * @param client as for {@link createSession}
 * @returns whether it ended now
 */
export async function revokeSession(
  client: pg.ClientBase,
  { tenantId, id, secret }: SessionText,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE api.sessions SET revoked_at = now()
      WHERE tenant_id = $1 AND session_id = $2 AND secret_hash = $3 AND revoked_at IS NULL`,
    [tenantId, id, hashSecret(secret)],
  )
  return rowCount === 1
}

async function deleteOld(client: pg.ClientBase, tenantId: string): Promise<void> {
  for (const [table, id] of [
    ['api.sessions', 'session_id'],
    ['api.sign_in_codes', 'code_id'],
  ]) {
    await client.query(
      `DELETE FROM ${table} WHERE tenant_id = $1 AND ${id} IN (
         SELECT ${id} FROM ${table} WHERE tenant_id = $1 AND expires_at < now() - interval '${keptInterval}'
          ORDER BY ${id} LIMIT ${deletedAtOnce} FOR UPDATE SKIP LOCKED)`,
      [tenantId],
    )
  }
}
