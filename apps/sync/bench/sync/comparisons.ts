import type { CacheTable } from '../../src/tables/cache-table.ts'
import { resourceOf } from '../../src/tables/tables.ts'
import { type Cost, measure, walOfTable, walPosition } from './measure.ts'
import { type RecordedFeed, recordFeed } from './recorded-feed.ts'
import { writeRowByRow } from './row-by-row-way.ts'
import { type BenchDatabase, emptyCache } from './server.ts'
import { writeByStaging } from './staging-way.ts'
import { copyFile, copyPages, saveRows, syncByApp, withConnection } from './ways.ts'

// Each comparison does its ways in turn, round after round (A B A B …): what slows the machine down for a while
// slows all of them down.

export interface CompareOptions {
  readonly database: BenchDatabase
  readonly table: CacheTable
  readonly records: number
  /** Records in a page. */
  readonly pageSize: number
  readonly rounds: number
  /** The most records that the row-by-row writer is given: it would take minutes for all. */
  readonly rowByRow: number
}

/** The costs of each way, one for each round. */
export type Rounds<Way extends string> = Record<Way, Cost[]>

const record = ({ table, records, pageSize }: CompareOptions, tenantId: number, share = 1) =>
  recordFeed(resourceOf(table), { tenantId, count: Math.ceil(records * share), pageSize })

/**
 * A first sync into an empty table: the app, COPY from a file, COPY of pages that are sent, COPY and merge, row by row.
 */
export async function compareFirstSync(
  options: CompareOptions,
): Promise<Rounds<'app' | 'copy' | 'copyPages' | 'staging' | 'rowByRow'>> {
  const { database, table, pageSize, rounds } = options
  const rowByRow = Math.min(options.rowByRow, options.records)
  const feed = await record(options, 1)
  await emptyCache(database)
  await syncByApp(database, table, feed)
  await using saved = await saveRows(database, table, pageSize)
  const fresh = async (rows: number, work: () => Promise<void>) => {
    await emptyCache(database)
    return measure(database, rows, work)
  }
  const costs: Awaited<ReturnType<typeof compareFirstSync>> = {
    ...{ app: [], copy: [], copyPages: [], staging: [], rowByRow: [] },
  }
  for (let round = 0; round < rounds; round++) {
    costs.app.push(await fresh(feed.records, () => syncByApp(database, table, feed)))
    costs.copy.push(await fresh(feed.records, () => copyFile(database, saved)))
    costs.copyPages.push(await fresh(feed.records, () => copyPages(database, saved)))
    costs.staging.push(
      await fresh(feed.records, () =>
        withConnection(database, (client) => writeByStaging(client, table, feed)),
      ),
    )
    costs.rowByRow.push(
      await fresh(rowByRow, () =>
        withConnection(database, (client) => writeRowByRow(client, table, feed, rowByRow)),
      ),
    )
  }
  return costs
}

/** Two tenants' first syncs: one after the other by one worker, and at the same time by two. */
export async function compareWorkers(options: CompareOptions): Promise<Rounds<'one' | 'two'>> {
  const { database, table, rounds } = options
  const feeds = [await record(options, 1, 0.5), await record(options, 2, 0.5)]
  const rows = feeds.reduce((sum, feed) => sum + feed.records, 0)
  const sync = (feed: RecordedFeed) => syncByApp(database, table, feed)
  const costs: Rounds<'one' | 'two'> = { one: [], two: [] }
  for (let round = 0; round < rounds; round++) {
    await emptyCache(database)
    costs.one.push(
      await measure(database, rows, async () => {
        for (const feed of feeds) await sync(feed)
      }),
    )
    await emptyCache(database)
    costs.two.push(
      await measure(database, rows, async () => {
        await Promise.all(feeds.map(sync))
      }),
    )
  }
  return costs
}

/**
 * The same full sync again when nothing has changed, by the app and row by row.
 * @returns with `tableWal`, the most bytes of WAL that a round of the app wrote for the cache table
 */
export async function compareUnchanged(
  options: CompareOptions,
): Promise<Rounds<'app' | 'rowByRow'> & { readonly tableWal: number }> {
  const { database, table, rounds } = options
  const rowByRow = Math.min(options.rowByRow, options.records)
  const feed = await record(options, 1)
  await emptyCache(database)
  await syncByApp(database, table, feed)
  const costs: Rounds<'app' | 'rowByRow'> = { app: [], rowByRow: [] }
  let tableWal = 0
  for (let round = 0; round < rounds; round++) {
    // As autovacuum leaves a table that is not new. It would leave index entries of the few rows that were written row by
    // row, and who meets those marks them as dead, in WAL.
    await database.admin.query(`VACUUM (ANALYZE, INDEX_CLEANUP ON) raw.${table.name}`)
    const from = await walPosition(database)
    costs.app.push(await measure(database, feed.records, () => syncByApp(database, table, feed)))
    tableWal = Math.max(tableWal, await walOfTable(database, table.name, from))
    costs.rowByRow.push(
      await measure(database, rowByRow, () =>
        withConnection(database, (client) => writeRowByRow(client, table, feed, rowByRow)),
      ),
    )
  }
  return { ...costs, tableWal }
}
