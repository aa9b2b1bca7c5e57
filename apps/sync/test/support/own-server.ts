import { createMigrator } from 'db-migrations'
import type { TestDatabase } from 'db-migrations/testing'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'

/** A migrated database on a PostgreSQL of its own, for what would disturb others. */
export type OwnServer = TestDatabase

/** Commits reach the operating system before they are acknowledged, as a server that will be killed needs. */
export async function startOwnServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const server = await startTemporaryPostgres({ settings: { synchronous_commit: 'on', ...settings } })
  await createMigrator({ connectionString: server.url }).up()
  const pool = new pg.Pool({ connectionString: server.url, max: 4, pipeline: true })
  // A killed server ends the pool's connections too; the next query rejects.
  pool.on('error', () => undefined)
  const close = async () => {
    await pool.end()
    await server.close()
  }
  return { url: server.url, pool, close, [Symbol.asyncDispose]: close }
}
