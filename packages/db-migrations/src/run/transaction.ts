import type pg from 'pg'

/** Runs `work` in a transaction of `client`: all of it is kept, or nothing. */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN')
  try {
    const result = await work()
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined) // the connection is gone: nothing to roll back
    throw error
  }
}
