import type pg from 'pg'
import { SessionClient } from './session-client.ts'

/** A connection goes through a pooler that does not keep its session. The message has the remedy. */
export class PoolerError extends Error {
  override readonly name = 'PoolerError'
  readonly code = 'POOLER'

  constructor() {
    super(
      'This connection goes through a pooler in transaction mode, which cannot keep a session. Nothing was changed. Set DATABASE_DIRECT_URL to a direct connection to PostgreSQL.',
    )
  }
}

const SECOND_CONNECTION_MS = 5_000

/**
 * Refuses a pooler in transaction mode, which assigns a server process per transaction: locks, roles and settings of a
 * session would stay with a process that serves another client next. Call it before anything is set. The pooler is
 * detected when one connection is served by two processes, or two connections by the same one.
 * @throws {PoolerError}
 * @example
 * await assertKeepsSession(client, { connectionString: url, applicationName: 'my-app' })
 */
export async function assertKeepsSession(client: pg.Client, second: SecondConnection): Promise<void> {
  const mine = new Set([await backendPid(client), await backendPid(client)])
  const others = await otherBackendPids(second)
  mine.add(await backendPid(client)).add(await backendPid(client))
  const shared = [...others].some((pid) => mine.has(pid))
  if (mine.size > 1 || others.size > 1 || shared) throw new PoolerError()
}

interface SecondConnection {
  readonly connectionString: string
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
}

/** Empty if no second connection can be opened. */
async function otherBackendPids({
  connectionString,
  applicationName,
}: SecondConnection): Promise<Set<number>> {
  const other = new SessionClient({
    connectionString,
    application_name: applicationName,
    connectionTimeoutMillis: SECOND_CONNECTION_MS,
    query_timeout: SECOND_CONNECTION_MS,
  })
  try {
    await other.connect()
    return new Set([await backendPid(other), await backendPid(other)])
  } catch {
    return new Set()
  } finally {
    await other.end()
  }
}

/**
 * The process id of the client's server process.
 * @example
 * const pid = await backendPid(client)
 */
export async function backendPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  return rows[0]?.pid ?? 0
}
