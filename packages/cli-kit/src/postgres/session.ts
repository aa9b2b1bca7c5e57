import type pg from 'pg'
import { setRole } from './roles.ts'

/** What one session is set to, until it ends. */
export interface SessionSettings {
  /** The role that it takes on. @default the login's own */
  readonly role?: string
  /** Parameters of PostgreSQL besides those that every session has, such as `{ jit: 'off' }`. @default none */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * What every session has: PostgreSQL notices within a minute that the machine at the other end has vanished. Until then
 * it would keep its locks. (20 s without a packet, then 3 probes, 10 s apart.)
 */
const everySession = {
  tcp_keepalives_idle: '20',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
}

/**
 * Sets a session up on a new connection. Not for a pooler in transaction mode, where another client gets the session next.
 * @throws {RoleError} when the login may not take on the role
 * @example
 * await pinSession(client, { role: 'lazi_sync' })
 */
export async function pinSession(
  client: pg.ClientBase,
  { role, settings }: SessionSettings = {},
): Promise<void> {
  ignoreIdleErrors(client)
  if (role !== undefined) await setRole(client, role)
  const pinned = Object.entries({ ...everySession, ...settings })
  await client.query(
    'SELECT set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS setting (name, value)',
    [pinned.map(([name]) => name), pinned.map(([, value]) => value)],
  )
}

/** A connection that breaks between two queries emits instead of rejecting; the next query rejects. */
export function ignoreIdleErrors(client: pg.ClientBase): void {
  client.on('error', () => undefined)
}
