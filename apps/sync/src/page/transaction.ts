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

/** Runs `work` in a transaction of `client`; `settings` hold until its end. */
export async function inTransaction<T>(
  client: pg.ClientBase,
  work: () => Promise<T>,
  settings: Settings = {},
): Promise<T> {
  const begun = client.query(`BEGIN${setLocal(settings)}`)
  try {
    const [, result] = await inOneGo(begun, work())
    await client.query('COMMIT')
    return result
  } catch (error) {
    // When the connection is gone there is nothing left to roll back, and `error` says why.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  }
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
