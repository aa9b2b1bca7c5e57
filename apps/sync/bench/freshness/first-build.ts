import { resources } from 'catalog'
import { analyticsFollower } from '../../src/analytics/analytics-follower.ts'
import { tables } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import type { Follower } from '../../src/followers/follower.ts'
import { rebuildAll } from '../../src/followers/rebuild-all.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { byTest } from '../../test/support/by-test.ts'
import { syncByApp } from '../common/app.ts'
import { type Cost, measure } from '../common/measure.ts'
import { type RecordedFeed, recordFeed } from '../common/recorded-feed.ts'
import { type BenchDatabase, emptyCache } from '../common/server.ts'

const TENANT = 1

/** What one account cost: its first sync, and what is computed from it. */
export interface FirstBuild {
  readonly synced: Cost
  readonly projected: Cost
  /** The facts, from none. */
  readonly built: Cost
  /** The same facts again, of which none differs. */
  readonly rebuilt: Cost
}

/**
 * The first sync of every resource by one worker, from responses in memory, then the records, then the facts.
 * @param options.jobs the account's jobs; it has other records in proportion
 */
export async function measureFirstBuilds(
  database: BenchDatabase,
  { jobs, rounds, onProgress }: { jobs: number; rounds: number; onProgress: (line: string) => void },
): Promise<FirstBuild[]> {
  onProgress(`recording an account of ${jobs.toLocaleString('en-US')} jobs …`)
  const [first, ...others] = resources.toSorted(
    (one, other) => Number(other.name === 'jobs') - Number(one.name === 'jobs'),
  )
  if (!first) throw new Error('The catalog is empty.')
  const feed = await recordFeed([first, ...others], { tenantId: TENANT, count: jobs, pageSize: 5_000 })
  const builds: FirstBuild[] = []
  for (let round = 1; round <= rounds; round++) {
    onProgress(`first sync and facts, round ${round} …`)
    builds.push(await measureOne(database, feed))
  }
  return builds
}

async function measureOne(database: BenchDatabase, feed: RecordedFeed): Promise<FirstBuild> {
  await emptyCache(database)
  await database.admin.query('TRUNCATE analytics.dirty_keys')
  for (const table of analyticsFollower.tables) await database.admin.query(`TRUNCATE analytics.${table}`)
  const costOf = async (work: () => Promise<unknown>) => {
    // As autovacuum would; it is off, since it works at unpredictable times.
    await database.admin.query('VACUUM (ANALYZE)')
    return measure(database, feed.records, async () => void (await work()))
  }
  const synced = await costOf(() => syncByApp(database, tables, feed))
  const projected = await costOf(() => follow(database, recordsFollower))
  const built = await costOf(() => follow(database, analyticsFollower))
  const client = await connect(database.url)
  try {
    await rebuildAll(client, analyticsFollower, { tenantId: String(TENANT), act: byTest() })
  } finally {
    await client.end()
  }
  const rebuilt = await costOf(async () => {
    const written = await follow(database, analyticsFollower)
    if (written > 0) throw new Error(`A rebuild wrote ${written} rows that were right.`)
  })
  return { synced, projected, built, rebuilt }
}

/** @returns the number of rows written */
async function follow({ url }: BenchDatabase, follower: Follower): Promise<number> {
  const client = await connect(url)
  try {
    const { signal } = new AbortController()
    return (await catchUp(client, follower, { tenantId: String(TENANT), signal })).written
  } finally {
    await client.end()
  }
}
