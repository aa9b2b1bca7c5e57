import { timingSafeEqual } from 'node:crypto'
import { noPosition } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type ApiKey, keyColumns, keyJoins, withScopes } from '../key-columns.ts'
import { hashSecret } from '../key-text.ts'
import type { SessionText } from './session-text.ts'

/** Why a session, or a code, is no longer valid. */
export type EndReason = 'ended' | 'expired' | 'key revoked' | 'key expired' | 'person deactivated'

/** A session or a code, valid or not, and its key. */
export interface Session {
  readonly key: ApiKey
  readonly expiresAt: Date
  /** Null: it is valid. */
  readonly endedBy: EndReason | null
}

type SessionRow = ApiKey &
  CamelRow<'api.sessions', 'secret_hash'> & {
    readonly sessionExpiresAt: Date
    readonly endedBy: EndReason | null
  }

const tables = {
  session: { name: 'api.sessions', id: 'session_id', endedAt: 'revoked_at' },
  code: { name: 'api.sign_in_codes', id: 'code_id', endedAt: 'used_at' },
} as const

/**
 * Reads a session, or a code, with its key. PostgreSQL's clock decides whether they have expired: one database has many
 * API processes.
 * @param client in a transaction of role `lazi_api` or `lazi_writer` and of the tenant named in the text
 * @returns null when it is unknown or its secret is wrong
 */
export async function readSession(
  client: pg.ClientBase,
  kind: keyof typeof tables,
  { tenantId, id, secret }: SessionText,
): Promise<Session | null> {
  const table = tables[kind]
  const { rows } = await client.query<SessionRow>(
    `SELECT ${keyColumns('$3')},
            session.secret_hash AS "secretHash", session.expires_at AS "sessionExpiresAt",
            CASE WHEN session.${table.endedAt} IS NOT NULL THEN 'ended'
                 WHEN key.revoked_at IS NOT NULL THEN 'key revoked'
                 WHEN person.deactivated_at IS NOT NULL THEN 'person deactivated'
                 WHEN key.expires_at <= now() THEN 'key expired'
                 WHEN session.expires_at <= now() THEN 'expired' END AS "endedBy"
       FROM ${table.name} AS session
       JOIN api.keys AS key ON key.tenant_id = $1 AND key.key_id = session.key_id ${keyJoins}
      WHERE session.tenant_id = $1 AND session.${table.id} = $2`,
    [tenantId, id, noPosition.epoch],
  )
  if (!rows[0]) return null
  const { secretHash, sessionExpiresAt, endedBy, ...key } = rows[0]
  if (!timingSafeEqual(secretHash, hashSecret(secret))) return null
  return { key: withScopes(key), expiresAt: sessionExpiresAt, endedBy }
}
