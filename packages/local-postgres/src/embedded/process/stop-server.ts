import { PostgresUnavailableError } from '../../errors.ts'
import type { Home } from '../home/home.ts'
import { reasonFromLog } from '../home/server-log.ts'
import type { Binaries } from './binaries.ts'
import { runBinary } from './run-binary.ts'

const STOP_TIMEOUT_SECONDS = 60

/**
 * Stops the server and waits for its end: `fast` rolls back open transactions and closes connections; `immediate` skips
 * the checkpoint, which requires crash recovery, and is for temporary data.
 * @throws PostgresUnavailableError with code `stop_failed`.
 */
export async function stopServer(home: Home, binaries: Binaries, mode: 'fast' | 'immediate'): Promise<void> {
  const { code, output } = await runBinary(
    binaries.pgCtl,
    ['stop', '-w', '-s', '-t', String(STOP_TIMEOUT_SECONDS), '-m', mode, '-D', home.cluster],
    { cwd: home.directory, user: home.user },
  )
  if (code === 0) return
  throw new PostgresUnavailableError(
    'stop_failed',
    `The embedded PostgreSQL did not stop: ${reasonFromLog(output)} (log: ${home.logFile}).`,
  )
}
