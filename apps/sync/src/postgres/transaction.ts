import { setImmediate as nextTurn } from 'node:timers/promises'
import type pg from 'pg'

/** Settings of PostgreSQL by their names. */
export type Settings = Readonly<Record<string, string>>

const setLocal = (settings: Settings) =>
  Object.entries(settings)
    .map(([name, value]) => `; SET LOCAL ${name} = '${value}'`)
    .join('')

/**
 * Waits for statements that were sent one behind the other: a connection in pipeline mode has them on their way before
 * the first is answered.
 * @throws the error of the first that failed; later ones only report that the transaction is aborted
 */
export async function inOneGo<T extends readonly unknown[]>(
  ...sent: { readonly [I in keyof T]: Promise<T[I]> }
): Promise<T> {
  // Of promises that have all settled, the first that was rejected is thrown.
  await Promise.allSettled(sent)
  return Promise.all(sent) as Promise<unknown> as Promise<T>
}

/**
 * Runs `work` in a transaction of `client`; `settings` hold until its end.
 * @throws the error of `work` or of PostgreSQL; the transaction is rolled back
 */
export async function inTransaction<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const begun = client.query(`BEGIN${setLocal(settings)}`)
  try {
    const [, result] = await inOneGo(begun, work())
    await commit(client)
    return result
  } catch (error) {
    // When the connection is lost there is nothing to roll back, and `error` has the cause.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** A transaction that is on its way, its COMMIT too. */
export interface SentTransaction {
  /** Settles when PostgreSQL has answered everything; rejects with the first statement's error, and nothing is kept. */
  readonly answered: Promise<void>
}

/**
 * Sends a transaction whole, before PostgreSQL has answered any of it: of several that are sent one behind the other, it
 * has the next one at hand when it is done with one. `settings` hold until its end.
 * @param send sends every statement before it waits for anything: the COMMIT goes behind them
 */
export async function sendTransaction(
  client: pg.ClientBase,
  send: () => readonly Promise<unknown>[],
  settings: Settings = {},
): Promise<SentTransaction> {
  const statements = [client.query(`BEGIN${setLocal(settings)}`), ...send()]
  let isBroken = false
  for (const statement of statements) statement.catch(() => (isBroken = true))
  // A statement that could not be sent rejects by the next turn; the others must not be committed without it.
  await nextTurn()
  const answered = inOneGo(...statements, isBroken ? client.query('ROLLBACK') : commit(client)).then(
    () => undefined,
  )
  // It is awaited later; until then a rejection is not unhandled.
  answered.catch(() => undefined)
  return { answered }
}

/** @throws also when a statement of the transaction had failed: PostgreSQL answers such a COMMIT without an error */
async function commit(client: pg.ClientBase): Promise<void> {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT')
    throw new Error('A transaction in which a statement had failed was not committed.')
}

/**
 * Runs one statement in a savepoint: when it fails, only its effects are undone. `settings` apply until its end.
 * @param send sends the statement before it waits for anything: the end of the savepoint goes right behind it
 */
export async function inSavepoint<T>(
  client: pg.ClientBase,
  send: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const unset = Object.keys(settings).map((name) => `; SET LOCAL ${name} TO DEFAULT`)
  try {
    const [, result] = await inOneGo(
      client.query(`SAVEPOINT attempt${setLocal(settings)}`),
      send(),
      client.query(`RELEASE SAVEPOINT attempt${unset.join('')}`),
    )
    return result
  } catch (error) {
    // When that fails too, so does the transaction's next statement, and `error` has the cause.
    await client.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt').catch(() => undefined)
    throw error
  }
}
