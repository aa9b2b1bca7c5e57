import type pg from 'pg'
import { expect } from 'vitest'
import type { OwnServer } from './own-server.ts'
import { connect } from './tenant.ts'

/**
 * Kills a process of the server, and waits until all connections are lost and new ones are accepted. PostgreSQL then
 * terminates all its processes, as in a crash, and recovers from its log.
 * @returns false when the process had already ended
 */
export async function crashServer(server: OwnServer, pid: number): Promise<boolean> {
  const witness = await connect(server.url)
  // Not `once`, which rejects on the error that precedes the end.
  const gone = new Promise<void>((resolve) => witness.on('end', resolve))
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    await witness.end()
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
  // A process that has ended can be signalled, without effect, until the server has noticed.
  while (await isServed(witness, pid)) await new Promise((resolve) => setImmediate(resolve))
  if (await answers(witness)) {
    await witness.end()
    return false
  }
  await gone
  await expect.poll(() => server.pool.idleCount).toBe(0)
  await expect
    .poll(() =>
      server.pool.query('SELECT pg_is_in_recovery() AS recovering').then(
        ({ rows }) => rows[0].recovering,
        () => true,
      ),
    )
    .toBe(false)
  return true
}

/** Whether a process of the server still has its connection; one that was killed has it until all connections are lost. */
const isServed = (witness: pg.Client, pid: number) =>
  witness.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid]).then(
    ({ rowCount }) => rowCount === 1,
    () => false,
  )

const answers = (witness: pg.Client) =>
  witness.query('SELECT').then(
    () => true,
    () => false,
  )

/** The processes of the server that serve the sync. @param waiting SQL of which of them */
export const syncBackends = async ({ pool }: OwnServer, waiting: string): Promise<number[]> =>
  (
    await pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'lazi-sync' AND ${waiting}`,
    )
  ).rows.map(({ pid }) => pid)
