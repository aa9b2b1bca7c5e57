import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of the tests, and the migrated database that is the template of theirs. */
    testPostgres: { readonly url: string; readonly template: string }
  }
}

/** A database for one test file or one test. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string
  readonly pool: pg.Pool
  /** Closes the pool and drops the database. */
  close(): Promise<void>
}

/**
 * Creates a database: a clone of the migrated template, or an empty one. The files are copied, which takes a quarter of
 * the CPU time of writing each page to the log.
 * Needs `db-migrations/testing/global-setup` in the vitest config.
 * @example
 * ```ts
 * await using database = await createTestDatabase()
 * await database.pool.query('SELECT FROM raw.st_jobs')
 * ```
 */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { url: serverUrl, template } = inject('testPostgres')
  const name = `lazi_test_${randomBytes(6).toString('hex')}`
  const source = empty ? 'template0' : template
  await administer(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${source} STRATEGY FILE_COPY`)
  const url = withDatabase(serverUrl, name)
  const pool = new pg.Pool({ connectionString: url, max: 4, pipeline: true })
  // Dropping the database terminates connections that a test left open; their errors are ignored.
  pool.on('error', () => undefined)
  const close = async () => {
    await pool.end()
    await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
  return { url, pool, close, [Symbol.asyncDispose]: close }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** One connection of the process: a new one costs the server as much as copying a database does. */
let administration: pg.Pool | undefined

async function administer(url: string, sql: string): Promise<void> {
  if (administration === undefined) {
    administration = new pg.Pool({
      connectionString: url,
      max: 1,
      idleTimeoutMillis: 0,
      allowExitOnIdle: true,
    })
    administration.on('error', () => undefined)
  }
  await administration.query(sql)
}
