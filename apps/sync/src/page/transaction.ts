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
 * @throws what the first of them that failed says; those behind it only know that the transaction is aborted
 */
export async function inOneGo<T extends readonly unknown[]>(
  ...sent: { readonly [I in keyof T]: Promise<T[I]> }
): Promise<T> {
  // Of promises that have all settled, the first that was rejected is thrown.
  await Promise.allSettled(sent)
  return Promise.all(sent) as Promise<unknown> as Promise<T>
}

/** A transaction that has done its work and whose COMMIT is sent. */
export interface Committing<T> {
  readonly result: T
  /** Settles with the answer to the COMMIT. Until it is fulfilled nothing is certain. */
  readonly committed: Promise<void>
}

/**
 * Runs `work` in a transaction of `client`; `settings` hold until its end.
 * @throws what `work` or PostgreSQL says; nothing of the transaction stays
 */
export async function inTransaction<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const { result, committed } = await inTransactionBehind(Promise.resolve(), client, work, settings)
  await committed
  return result
}

/**
 * The same right behind another transaction of `client`, without waiting for the answer to that one's COMMIT, and
 * without waiting for the answer to its own.
 * @param before the other one's `committed`
 * @throws what `before` says, too: nothing of this transaction stays when the one before it has not been committed
 */
export async function inTransactionBehind<T>(
  before: Promise<void>,
  client: pg.ClientBase,
  work: () => Promise<T>,
  settings: Settings = {},
): Promise<Committing<T>> {
  const begun = client.query(`BEGIN${setLocal(settings)}`)
  try {
    const [, , result] = await inOneGo(before, begun, work())
    const committed = commit(client)
    // Whoever awaits it hears of it, later; until then a rejection is not unhandled.
    committed.catch(() => undefined)
    return { result, committed }
  } catch (error) {
    // When the connection is gone there is nothing left to roll back, and `error` says why.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** @throws also when `work` has hidden that a statement failed: PostgreSQL answers such a COMMIT without an error */
async function commit(client: pg.ClientBase): Promise<void> {
  const { command } = await client.query('COMMIT')
  if (command !== 'COMMIT')
    throw new Error('A transaction in which a statement had failed was not committed.')
}

/**
 * Runs one statement in a savepoint: when it fails, only what it did is undone. `settings` hold until its end.
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
    // When that fails too, so does whatever the transaction does next, and `error` says why.
    await client.query('ROLLBACK TO SAVEPOINT attempt; RELEASE SAVEPOINT attempt').catch(() => undefined)
    throw error
  }
}
