import type { CacheTable } from '../../src/cache/cache-table.ts'
import { resourceOf } from '../../src/cache/tables.ts'
import { syncByApp, withConnection } from '../common/app.ts'
import { type Cost, measure, walOfTable, walPosition } from '../common/measure.ts'
import { recordFeed } from '../common/recorded-feed.ts'
import { type BenchDatabase, emptyCache } from '../common/server.ts'
import { writeRowByRow } from './row-by-row-way.ts'
import { writeByStaging } from './staging-way.ts'
import { copyFile, copyPages, saveRows } from './ways.ts'
import { startWorker } from './worker.ts'
import type { WorkerUsage } from './worker-process.ts'

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

/** Ways that are far from the app do not need as many rounds. */
const ROUNDS_OF_OTHERS = 3

const record = ({ table, records, pageSize }: CompareOptions) =>
  recordFeed([resourceOf(table)], { tenantId: 1, count: records, pageSize })

/**
 * A first sync into an empty table: the app, COPY from a file, COPY of pages that are sent, COPY and merge, row by row.
 */
export async function compareFirstSync(
  options: CompareOptions,
): Promise<Rounds<'app' | 'copy' | 'copyPages' | 'staging' | 'rowByRow'>> {
  const { database, table, pageSize, rounds } = options
  const rowByRow = Math.min(options.rowByRow, options.records)
  const feed = await record(options)
  await emptyCache(database)
  await syncByApp(database, [table], feed)
  await using saved = await saveRows(database, table, pageSize)
  const onNewDatabase = async (rows: number, work: () => Promise<void>) => {
    await emptyCache(database)
    return measure(database, rows, work)
  }
  const costs: Awaited<ReturnType<typeof compareFirstSync>> = {
    app: [],
    copy: [],
    copyPages: [],
    staging: [],
    rowByRow: [],
  }
  for (let round = 0; round < rounds; round++) {
    costs.app.push(await onNewDatabase(feed.records, () => syncByApp(database, [table], feed)))
    costs.copy.push(await onNewDatabase(feed.records, () => copyFile(database, saved)))
    if (round >= ROUNDS_OF_OTHERS) continue
    costs.copyPages.push(await onNewDatabase(feed.records, () => copyPages(database, saved)))
    costs.staging.push(
      await onNewDatabase(feed.records, () =>
        withConnection(database, (client) => writeByStaging(client, table, feed)),
      ),
    )
    costs.rowByRow.push(
      await onNewDatabase(rowByRow, () =>
        withConnection(database, (client) => writeRowByRow(client, table, feed, rowByRow)),
      ),
    )
  }
  return costs
}

/** Two tenants' first syncs: one after the other by one worker, and at the same time by two. */
export async function compareWorkers(options: CompareOptions): Promise<Rounds<'one' | 'two'>> {
  const { database, table, records, pageSize, rounds } = options
  const common = {
    databaseUrl: database.url,
    resource: table.resource,
    pageSize,
    count: Math.ceil(records / 2),
  }
  await using first = await startWorker({ ...common, tenantIds: [1, 2] })
  await using second = await startWorker({ ...common, tenantIds: [2] })
  const one = () => Promise.all([first.sync([1, 2])])
  const two = () => Promise.all([first.sync([1]), second.sync([2])])
  const costs: Rounds<'one' | 'two'> = { one: [], two: [] }
  // Both have run before they are measured.
  await emptyCache(database)
  await two()
  for (let round = 0; round < rounds; round++) {
    costs.one.push(await measureWorkers(database, one))
    costs.two.push(await measureWorkers(database, two))
  }
  return costs
}

async function measureWorkers(
  database: BenchDatabase,
  work: () => Promise<readonly WorkerUsage[]>,
): Promise<Cost> {
  let usages: readonly WorkerUsage[] = []
  await emptyCache(database)
  const cost = await measure(database, 0, async () => {
    usages = await work()
  })
  const sum = (of: keyof WorkerUsage) => usages.reduce((total, usage) => total + usage[of], 0)
  return { ...cost, rows: sum('records'), clientCpuMs: sum('cpuMs') }
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
  const feed = await record(options)
  await emptyCache(database)
  await syncByApp(database, [table], feed)
  const costs: Rounds<'app' | 'rowByRow'> = { app: [], rowByRow: [] }
  let tableWal = 0
  for (let round = 0; round < rounds; round++) {
    // As autovacuum leaves a table that is not new. It would leave index entries of the few rows that were written row by
    // row, and who meets those marks them as dead, in WAL.
    await database.admin.query(`VACUUM (ANALYZE, INDEX_CLEANUP ON) raw.${table.name}`)
    const from = await walPosition(database)
    costs.app.push(await measure(database, feed.records, () => syncByApp(database, [table], feed)))
    tableWal = Math.max(tableWal, await walOfTable(database, table.name, from))
    costs.rowByRow.push(
      await measure(database, rowByRow, () =>
        withConnection(database, (client) => writeRowByRow(client, table, feed, rowByRow)),
      ),
    )
  }
  return { ...costs, tableWal }
}
