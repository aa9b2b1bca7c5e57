import { randomBytes } from 'node:crypto'
import { createMigrator } from 'db-migrations'
import { startTemporaryPostgres } from 'local-postgres/testing'
import pg from 'pg'

/** A migrated database that belongs to this run alone. */
export interface BenchDatabase extends AsyncDisposable {
  readonly url: string
  /** A superuser's connection, for everything that is not measured. */
  readonly admin: pg.Client
}

// What is measured only reads: nothing needs to reach the disk. The caches are as large as those of a small server.
const settings = {
  shared_buffers: '2GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '4GB',
  autovacuum: 'off',
  max_connections: '40',
}

/** A database on a server that is started for it, or on that of `url`. */
export async function openBenchDatabase(url: string | undefined): Promise<BenchDatabase> {
  const server = await startTemporaryPostgres(url === undefined ? { settings } : { url })
  const name = `lazi_bench_${randomBytes(4).toString('hex')}`
  const own = new URL(server.url)
  own.pathname = `/${name}`
  const close = async (admin?: pg.Client) => {
    await admin?.end()
    await administer(server.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await server.close()
  }
  try {
    await administer(server.url, `CREATE DATABASE ${name}`)
    await createMigrator({ connectionString: own.href }).up()
    const admin = new pg.Client({ connectionString: own.href })
    await admin.connect()
    return { url: own.href, admin, [Symbol.asyncDispose]: () => close(admin) }
  } catch (error) {
    await close()
    throw error
  }
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
