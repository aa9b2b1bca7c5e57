import { prepares } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { DatabaseUnavailableError, isConnectionError } from './database-errors.ts'
import { beginText, connect } from './in-tenant.ts'
import { statementName } from './prepared.ts'

/**
 * Runs one statement in its own transaction under one tenant's row-level security. BEGIN and COMMIT are sent in the
 * same message, so it costs one round trip; therefore the statement has no parameters. It is prepared with the SQL
 * command PREPARE because planning would take most of the time.
 * @param text our own SQL only, nothing from a request
 * @throws {DatabaseUnavailableError} when PostgreSQL cannot be reached
 */
export async function readInOneTrip<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  { tenantId, statementTimeoutMs }: { readonly tenantId: string; readonly statementTimeoutMs: number },
  text: string,
): Promise<Row[]> {
  const client = await connect(pool)
  const transaction = { tenantId, statementTimeoutMs, role: roles.reader }
  const begin = beginText(transaction, { isPooled: !prepares(client) })
  const { prepare, execute } = textsOf(client, text)
  try {
    const results = (await client.query(
      `${prepare}${begin}; ${execute}; COMMIT`,
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

/** The names of the statements that each connection has prepared. */
const prepared = new WeakMap<pg.ClientBase, Set<string>>()

function textsOf(client: pg.PoolClient, text: string) {
  if (!prepares(client)) return { prepare: '', execute: text }
  const name = statementName(text)
  const names = prepared.get(client) ?? new Set()
  if (names.has(name)) return { prepare: '', execute: `EXECUTE ${name}` }
  prepared.set(client, names.add(name))
  return { prepare: `PREPARE ${name} AS ${text}; `, execute: `EXECUTE ${name}` }
}
