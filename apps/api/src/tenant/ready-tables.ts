import type pg from 'pg'

/** Tables of LAZI's records are not complete yet: they are being filled from the cache. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError'
  readonly code = 'NOT_READY'
  /** The tables of schema `lazi`, such as `jobs`. */
  readonly waitingFor: readonly string[]

  constructor(waitingFor: readonly string[]) {
    super(`Not complete yet: ${waitingFor.join(', ')}`)
    this.waitingFor = waitingFor
  }
}

/** The statement that reads which tables of LAZI's records are complete, of the transaction's tenant. */
export const readyStatement = `SELECT ready FROM sync.followers WHERE tenant_id = $1 AND name = 'records'`

/**
 * Checks that tables are complete: half a table would look like the whole.
 * @param rows the rows of {@link readyStatement}
 * @throws {NotReadyError}
 */
export function assertReady(needs: readonly string[], [row]: readonly pg.QueryResultRow[]): void {
  const ready: readonly string[] = row?.ready ?? []
  const waitingFor = needs.filter((table) => !ready.includes(table))
  if (waitingFor.length > 0) throw new NotReadyError([...new Set(waitingFor)])
}
