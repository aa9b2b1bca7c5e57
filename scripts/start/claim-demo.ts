import { connectPostgres } from 'local-postgres'

/**
 * Keeps a second demo off the same database: both would fill one account from two worlds.
 * @returns what lets the next one in; so does the end of the process
 * @throws when there is one already
 */
export async function claimDemo(url: string): Promise<() => Promise<void>> {
  const client = await connectPostgres(url, { applicationName: 'lazi-demo' })
  // A lost connection is noticed by the other processes too.
  client.on('error', () => undefined)
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(hashtextextended('lazi.demo', 0)) AS taken`,
  )
  if (rows[0]?.taken) return () => client.end()
  await client.end()
  throw new Error(
    'Another demo is up on this database. Stop it first, or give this one its own DATABASE_URL.',
  )
}
