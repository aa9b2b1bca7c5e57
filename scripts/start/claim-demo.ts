import { connectPostgres } from 'local-postgres'

/**
 * Prevents a second demo on the same database: two sandboxes would fill one account.
 * @returns a function that releases the claim, as does the end of the process
 * @throws when another demo has the claim
 */
export async function claimDemo(url: string): Promise<() => Promise<void>> {
  const client = await connectPostgres(url, { applicationName: 'lazi-demo' })
  // The other processes report a lost connection.
  client.on('error', () => undefined)
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(hashtextextended('lazi.demo', 0)) AS taken`,
  )
  if (rows[0]?.taken) return () => client.end()
  await client.end()
  throw new Error('Another demo is running on this database. Stop it first, or set another DATABASE_URL.')
}
