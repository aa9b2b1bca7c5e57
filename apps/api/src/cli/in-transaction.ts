import type pg from 'pg'

/** Runs `work` in a transaction. @throws the error of `work` or of PostgreSQL; nothing is committed then */
export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    // If the connection is lost there is nothing to roll back, and `error` has the cause.
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
