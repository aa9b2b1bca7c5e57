import type { ResourceName } from 'catalog'
import { resourceMap } from 'catalog'
import { tables } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { syncByApp } from '../common/app.ts'
import { type Job, jobs, readJobs, versionOf, writeJobs } from '../common/changed-jobs.ts'
import { type Cost, measure } from '../common/measure.ts'
import { recordFeed } from '../common/recorded-feed.ts'
import { type BenchDatabase, emptyCache } from '../common/server.ts'
import { jobsWithParents } from './account.ts'
import { growJobs } from './many-jobs.ts'
import { projectAll } from './projector.ts'

/** As many as a step of the projector applies. */
const CHANGED = 2_000

export interface SteadyStateOptions {
  readonly database: BenchDatabase
  /** Numbers of jobs, rising. */
  readonly sizes: readonly number[]
  readonly rounds: number
  readonly onProgress: (line: string) => void
}

/** What one size of the account cost. */
export interface SteadyState {
  readonly jobs: number
  readonly projected: readonly Cost[]
  readonly bare: readonly Cost[]
}

/**
 * Projects 2,000 changed jobs, which are spread over the table, and updates the same records by one bare UPDATE, in turn;
 * each on one connection that was in use before.
 * @param onSize called at each size, when every record is as the cache has it
 */
export async function compareSteadyState(
  options: SteadyStateOptions,
  onSize: (size: number) => Promise<void>,
): Promise<SteadyState[]> {
  const { database, sizes, rounds, onProgress } = options
  await syncAccount(database, sizes[0] ?? 0)
  let version = 0
  const client = await connect(database.url)
  try {
    await projectAll(client)
    const results: SteadyState[] = []
    for (const [index, size] of sizes.entries()) {
      onProgress(`changes among ${size.toLocaleString('en-US')} jobs …`)
      if (index > 0) await growJobs(database, size)
      await projectAll(client)
      await database.admin.query('VACUUM (ANALYZE)')
      await onSize(size)
      results.push(await measureSize())
    }
    return results
  } finally {
    await client.end()
  }

  async function measureSize(): Promise<SteadyState> {
    const records = await readJobs(database, CHANGED)
    const update = await prepareUpdate(records)
    const [projected, bare]: [Cost[], Cost[]] = [[], []]
    // The first rounds read into the buffers what the others find there.
    for (let round = -1; round < rounds; round++) {
      version += 1
      const changed = records.map((record, place) => ({ ...record, ...versionOf(version, place) }))
      await writeJobs(database, changed)
      await vacuum()
      const cost = await measure(database, CHANGED, () => projectAll(client))
      await vacuum()
      const bareCost = await measure(database, CHANGED, () => update(version))
      if (round < 0) continue
      projected.push(cost)
      bare.push(bareCost)
    }
    return { jobs: (await countJobs()) ?? 0, projected, bare }
  }

  // As autovacuum does all the time.
  async function vacuum(): Promise<void> {
    await database.admin.query(
      `VACUUM raw.${jobs.name}, raw.changes, lazi.jobs, lazi.changes, sync.followers`,
    )
  }

  async function countJobs(): Promise<number | undefined> {
    const { rows } = await database.admin.query<{ jobs: number }>(
      'SELECT count(*)::float8 AS jobs FROM lazi.jobs',
    )
    return rows[0]?.jobs
  }

  /** One UPDATE of the columns that the projection changes, and of no others. */
  async function prepareUpdate(records: readonly Job[]): Promise<(version: number) => Promise<void>> {
    const ids = records.map(({ id }) => id)
    return async (version) => {
      const { status, total, modifiedOn } = versionOf(version, 0)
      const { rowCount } = await client.query(
        `UPDATE lazi.jobs
            SET status = $3, total = $4, st_modified_on = $5, version = version + 1, updated_at = $5,
                summary = 'Replace the water heater in the garage, call before arrival; visit ' || $6::text || ' of ' || number
          WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[])`,
        ['1', ids, status, total, modifiedOn, version],
      )
      if (rowCount !== CHANGED) throw new Error(`Expected ${CHANGED} records to be updated, got ${rowCount}.`)
    }
  }
}

async function syncAccount(database: BenchDatabase, count: number): Promise<void> {
  const resources = jobsWithParents() as ResourceName[]
  const [first, ...others] = resources.map((name) => resourceMap[name])
  if (first === undefined) throw new Error('Expected jobs.')
  const feed = await recordFeed([first, ...others], { tenantId: 1, count, pageSize: 5_000 })
  await emptyCache(database)
  const synced = tables.filter(({ resource }) => resources.includes(resource))
  await syncByApp(database, synced, feed)
}
