import { createMigrator } from 'db-migrations'
import type { TestDatabase } from 'db-migrations/testing'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'

/** A migrated database on its own PostgreSQL, for tests that would disturb others. */
export type OwnServer = TestDatabase

/**
 * Starts a server that writes commits to the operating system before it acknowledges them, so that it can be killed.
 */
export async function startOwnServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const server = await startTemporaryPostgres({
    inMemory: true,
    settings: { synchronous_commit: 'on', ...settings },
  })
  await createMigrator({ connectionString: server.url }).up()
  const pool = new pg.Pool({ connectionString: server.url, max: 4, pipeline: true })
  // A killed server terminates the pool's connections; the next query rejects.
  pool.on('error', () => undefined)
  const close = async () => {
    await pool.end()
    await server.close()
  }
  return { url: server.url, pool, close, [Symbol.asyncDispose]: close }
}
