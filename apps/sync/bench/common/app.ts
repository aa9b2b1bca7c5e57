import pg from 'pg'
import { pino } from 'pino'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { connect } from '../../src/database.ts'
import { runSync } from '../../src/run/run-sync.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../../test/support/by-test.ts'
import { type RecordedFeed, syncNow } from './recorded-feed.ts'
import type { BenchDatabase } from './server.ts'

/** Opens a connection for `use`: what is measured has one of its own, as a worker has. */
export async function withConnection<T>(
  database: BenchDatabase,
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'lazi-bench' })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/**
 * The app: a whole run of each table in turn over the feed, by one worker.
 * @param onRun called after each run
 */
export async function syncByApp(
  database: Pick<BenchDatabase, 'url'>,
  tables: readonly CacheTable[],
  { tenantId, api, records }: RecordedFeed,
  onRun: () => void = () => undefined,
): Promise<void> {
  const client = await connect(database.url)
  try {
    await addTenant(client, { tenantId, name: 'Bench', timeZone: null }, byTest())
    let read = 0
    for (const table of tables) {
      const { fetched } = await runSync({
        client,
        api,
        tenantId,
        table,
        kind: 'full',
        now: () => syncNow,
        logger: pino({ level: 'silent' }),
        signal: new AbortController().signal,
      })
      read += fetched
      onRun()
    }
    if (read !== records) throw new Error(`Expected ${records} records to be read, got ${read}.`)
  } finally {
    await client.end()
  }
}
