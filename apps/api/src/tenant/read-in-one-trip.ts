import type pg from 'pg'
import { DatabaseAwayError, isConnectionError } from './database-errors.ts'
import { beginText, readerRole } from './in-tenant.ts'

/**
 * What one statement reads in a transaction of its own, as one tenant sees it. Beginning and end travel with the
 * statement, so it costs one round trip; in return the statement takes no parameters.
 * @param sql of ours alone: nothing from a request belongs into it
 * @throws {DatabaseAwayError} when PostgreSQL cannot be reached
 */
export async function readInOneTrip<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  { tenantId, statementTimeoutMs }: { readonly tenantId: string; readonly statementTimeoutMs: number },
  sql: string,
): Promise<Row[]> {
  const begin = beginText({ tenantId, statementTimeoutMs, role: readerRole })
  try {
    // The pool gives up a connection whose query failed, and with it the transaction.
    const results = (await pool.query(`${begin}; ${sql}; COMMIT`)) as unknown as pg.QueryResult<Row>[]
    return results.at(-2)?.rows ?? []
  } catch (error) {
    if (isConnectionError(error)) throw new DatabaseAwayError(error)
    throw error
  }
}
