import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'

/**
 * Settings of PostgreSQL by their names.
 * @example
 * const settings: Settings = { transaction_isolation: 'repeatable read', transaction_read_only: 'on' }
 */
export type Settings = Readonly<Record<string, string>>

const setLocal = (settings: Settings) =>
  Object.entries(settings)
    .map(([name, value]) => `; SET LOCAL ${name} = '${value}'`)
    .join('')

/**
 * Waits for statements that were sent without waiting in between: a connection in pipeline mode sends all before the
 * first is answered.
 * @throws the first error that does not only report that the transaction is aborted: its cause
 * @example
 * const [held, appended] = await pipelined(client.query(hold), client.query(append))
 */
export async function pipelined<T extends readonly unknown[]>(
  ...sent: { readonly [I in keyof T]: Promise<T[I]> }
): Promise<T> {
  const settled = await Promise.allSettled(sent)
  // The order of the promises is not that of the failures: one may wait for a statement and then send another.
  const cause = settled.find((one) => one.status === 'rejected' && !isAborted(one.reason))
  if (cause?.status === 'rejected') throw cause.reason
  return Promise.all(sent) as Promise<unknown> as Promise<T>
}

const IN_FAILED_SQL_TRANSACTION = '25P02'

/** Whether an error only reports that an earlier statement has failed. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === IN_FAILED_SQL_TRANSACTION
}

/**
 * Runs `work` in a transaction of `client`; `settings` apply until its end.
 * @throws the error of `work` or of PostgreSQL; the transaction is rolled back
 * @example
 * const total = await inTransaction(client, () => writeRows(client, rows))
 */
export async function inTransaction<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const begun = client.query(`BEGIN${setLocal(settings)}`)
  try {
    const [, result] = await pipelined(begun, work())
    await commit(client)
    return result
  } catch (error) {
    // If the connection is lost there is nothing to roll back, and `error` has the cause.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/**
 * A transaction that was sent, including its COMMIT.
 * @example
 * const sent: SentTransaction[] = []
 */
export interface SentTransaction {
  /** Settles when PostgreSQL has answered all statements; rejects with the first error, and nothing is committed. */
  readonly answered: Promise<void>
}

/**
 * Sends a whole transaction before PostgreSQL answers, so that after one of several pipelined transactions it can start
 * the next immediately. `settings` apply until the end of the transaction.
 * @param send must send every statement before it waits: the COMMIT is sent after them
 * @example
 * const { answered } = await sendTransaction(client, () => rows.map((row) => client.query(insert, row)))
 * await answered
 */
export async function sendTransaction(
  client: pg.ClientBase,
  send: () => readonly Promise<unknown>[],
  settings: Settings = {},
): Promise<SentTransaction> {
  const statements = [client.query(`BEGIN${setLocal(settings)}`), ...send()]
  let isBroken = false
  for (const statement of statements) statement.catch(() => (isBroken = true))
  // A statement that could not be sent rejects by the next turn of the event loop; the others must not be committed
  // without it.
  await nextTurn()
  const answered = pipelined(...statements, isBroken ? client.query('ROLLBACK') : commit(client)).then(
    () => undefined,
  )
  // The caller awaits it later; until then a rejection must not count as unhandled.
  answered.catch(() => undefined)
  return { answered }
}

/**
 * Commits the transaction.
 * @throws also if a statement of the transaction had failed: PostgreSQL answers such a COMMIT without an error
 * @example
 * await commit(client)
 */
export async function commit(client: pg.ClientBase): Promise<void> {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT')
    throw new Error('The transaction was not committed, because one of its statements failed.')
}

/**
 * Runs one statement in a savepoint: if it fails, only its effects are rolled back. `settings` apply until its end.
 * @param send must send the statement before it waits: the end of the savepoint is sent after it
 * @example
 * await inSavepoint(client, () => client.query(insert, row)).catch(() => client.query(insert, rowWithoutText))
 */
export async function inSavepoint<T>(
  client: pg.ClientBase,
  send: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const unset = Object.keys(settings).map((name) => `; SET LOCAL ${name} TO DEFAULT`)
  try {
    const [, result] = await pipelined(
      client.query(`SAVEPOINT attempt${setLocal(settings)}`),
      send(),
      client.query(`RELEASE SAVEPOINT attempt${unset.join('')}`),
    )
    return result
  } catch (error) {
    // If the rollback fails too, so does the transaction's next statement; `error` has the cause.
    await client.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt').catch(() => undefined)
    throw error
  }
}
