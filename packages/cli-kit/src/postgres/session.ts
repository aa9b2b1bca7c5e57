import type pg from 'pg'
import { setRole } from './roles.ts'
import { pinSettings } from './session-settings.ts'

/** Settings of a session, until it ends. */
export interface SessionSettings {
  /** The role to set. @default the login's own */
  readonly role?: string
  /** Further parameters of PostgreSQL, such as `{ work_mem: '64MB' }`. @default none */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Connection parameters of every session. With them PostgreSQL releases the session's locks within a minute when the client's
 * machine is unreachable (20 s without a packet, then 3 probes, 10 s apart; or 30 s without an acknowledgement of a
 * response, during which TCP sends no probes), and when the client stops in the middle of a transaction.
 */
const everySession = {
  tcp_keepalives_idle: '20',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '30s',
  idle_in_transaction_session_timeout: '30s',
}

/**
 * Sets up the session of a new connection. Not for a pooler in transaction mode, which gives the session to other
 * clients.
 * @throws {RoleError} when the login may not set the role
 * @example
 * await pinSession(client, { role: 'lazi_sync' })
 */
export async function pinSession(
  client: pg.ClientBase,
  { role, settings }: SessionSettings = {},
): Promise<void> {
  if (role !== undefined) await setRole(client, role)
  await pinSettings(client, { ...everySession, ...settings })
}
