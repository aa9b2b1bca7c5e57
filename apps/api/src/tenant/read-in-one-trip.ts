import { prepares } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { DatabaseUnavailableError, isConnectionError } from './database-errors.ts'
import { beginText, connect, type TenantTransaction } from './in-tenant.ts'
import { preparedTexts } from './prepared-texts.ts'

/**
 * Runs one statement in its own transaction under one tenant's row-level security. BEGIN and COMMIT are sent in the
 * same message, so it costs one round trip; therefore its only parameter is the tenant, `$1`, which is digits. It is
 * prepared with the SQL command PREPARE because planning would take most of the time.
 * @param text our own SQL only, nothing from a request
 * @throws {DatabaseUnavailableError} when PostgreSQL cannot be reached
 */
export async function readInOneTrip<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  options: Pick<TenantTransaction, 'tenantId' | 'statementTimeoutMs' | 'lockTimeoutMs'>,
  text: string,
): Promise<Row[]> {
  const client = await connect(pool)
  const begin = beginText({ ...options, role: roles.reader }, { isPooled: !prepares(client) })
  const { prepare, execute } = preparedTexts(client, options.tenantId, text)
  try {
    const results = (await client.query(
      // PREPARE locks the table as well, so it comes after the settings: before them it would wait without a limit.
      `${begin}; ${prepare}${execute}; COMMIT`,
    )) as unknown as pg.QueryResult<Row>[]
    client.release()
    return results.at(-2)?.rows ?? []
  } catch (error) {
    // The COMMIT was skipped, so the transaction is still open: closing the connection ends it.
    client.release(true)
    if (isConnectionError(error)) throw new DatabaseUnavailableError(error)
    throw error
  }
}
