import { prepares, statementName } from 'cli-kit/postgres'
import type pg from 'pg'

/** The names of the statements that each connection has prepared. */
const prepared = new WeakMap<pg.ClientBase, Set<string>>()

/**
 * A statement as SQL text that a message can combine with others: the commands PREPARE, if this connection has not
 * prepared it yet, and EXECUTE; behind a pooler the statement itself. PREPARE locks the tables as well, so it belongs
 * after the settings of the transaction. If the message fails, close the connection.
 * @param tenantId digits
 * @param text our own SQL only, whose only parameter `$1` is the tenant
 */
export function preparedTexts(client: pg.PoolClient, tenantId: string, text: string) {
  if (!prepares(client)) return { prepare: '', execute: text.replaceAll('$1', tenantId) }
  const name = statementName(text)
  const names = prepared.get(client) ?? new Set()
  const execute = `EXECUTE ${name} (${tenantId})`
  if (names.has(name)) return { prepare: '', execute }
  prepared.set(client, names.add(name))
  return { prepare: `PREPARE ${name} (bigint) AS ${text}; `, execute }
}
