import { prepares } from 'cli-kit/postgres'
import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { DatabaseAwayError, isConnectionError } from './database-errors.ts'
import { beginText, connect } from './in-tenant.ts'
import { statementName } from './prepared.ts'

/**
 * What one statement reads in a transaction of its own, as one tenant sees it. Beginning and end travel with the
 * statement in one message, so it costs one round trip; in return the statement takes no parameters. It is prepared by
 * its SQL command, for planning it would take most of the time.
 * @param text SQL of ours alone: nothing from a request belongs into it
 * @throws {DatabaseAwayError} when PostgreSQL cannot be reached
 */
export async function readInOneTrip<Row extends pg.QueryResultRow>(
  pool: pg.Pool,
  { tenantId, statementTimeoutMs }: { readonly tenantId: string; readonly statementTimeoutMs: number },
  text: string,
): Promise<Row[]> {
  const begin = beginText({ tenantId, statementTimeoutMs, role: roles.reader })
  const client = await connect(pool)
  const { prepare, execute } = textsOf(client, text)
  try {
    const results = (await client.query(
      `${prepare}${begin}; ${execute}; COMMIT`,
    )) as unknown as pg.QueryResult<Row>[]
    client.release()
    return results.at(-2)?.rows ?? []
  } catch (error) {
    // What came after the failure was not run, so the transaction is open: the connection goes, and it with it.
    client.release(true)
    if (isConnectionError(error)) throw new DatabaseAwayError(error)
    throw error
  }
}

/** What each connection has prepared. */
const prepared = new WeakMap<pg.ClientBase, Set<string>>()

function textsOf(client: pg.PoolClient, text: string) {
  if (!prepares(client)) return { prepare: '', execute: text }
  const name = statementName(text)
  const names = prepared.get(client) ?? new Set()
  if (names.has(name)) return { prepare: '', execute: `EXECUTE ${name}` }
  prepared.set(client, names.add(name))
  return { prepare: `PREPARE ${name} AS ${text}; `, execute: `EXECUTE ${name}` }
}
