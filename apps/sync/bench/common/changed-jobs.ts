import { tableOf } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { stepwiseStrategy } from '../../src/page/page-strategy.ts'
import type { PageTarget, PageToWrite } from '../../src/page/page-target.ts'
import { createRunMemory } from '../../src/page/run-memory.ts'
import { writePage } from '../../src/page/write-page.ts'
import { writeRecords } from '../../src/page/write-records.ts'
import type { WriteRecords } from '../../src/page/written-records.ts'
import { syncNow } from './recorded-feed.ts'
import type { BenchDatabase } from './server.ts'

/** The cache table whose rows are changed. */
export const jobs = tableOf('jobs')

/** A job's record, as ServiceTitan has it. */
export type Job = Readonly<Record<string, unknown>>

/** `count` stored jobs, spread evenly over the table. The sandbox's ids are small, so that JavaScript may parse them. */
export async function readJobs({ admin }: BenchDatabase, count: number): Promise<Job[]> {
  const { rows } = await admin.query<{ job: string }>(
    `SELECT full_data::text AS job
       FROM (SELECT st_id, row_number() OVER (ORDER BY st_id) - 1 AS place, count(*) OVER () AS jobs
               FROM raw.${jobs.name}) AS numbered
       JOIN raw.${jobs.name} USING (st_id)
      WHERE place % greatest(jobs / $1, 1) = 0 ORDER BY st_id LIMIT $1`,
    [count],
  )
  if (rows.length < count) throw new Error(`Expected ${count} jobs, got ${rows.length}.`)
  return rows.map(({ job }) => JSON.parse(job) as Job)
}

/** The values of a version of a job: others than those of the version before, and about as long. */
export function versionOf(version: number, place: number) {
  return {
    status: version % 2 === 0 ? 'Scheduled' : 'InProgress',
    summary: `Replace the water heater in the garage, call before arrival; visit ${version} of ${place}`,
    total: version + place / 100,
    modifiedOn: new Date(syncNow + version * 60_000).toISOString(),
  }
}

/** Writes changed records of jobs of tenant 1, one page, as the app does. @param write replaces how the app writes rows */
export async function writeJobs(
  database: Pick<BenchDatabase, 'url'>,
  changed: readonly Job[],
  write: WriteRecords<PageToWrite> = writeRecords,
): Promise<void> {
  const client = await connect(database.url)
  try {
    const target: PageTarget = {
      client,
      tenantId: '1',
      table: jobs,
      isPublished: true,
      droppedPaths: jobs.droppedPaths,
      source: 'feed',
      runId: '1',
      cursor: null,
      memory: createRunMemory(false),
    }
    const prepared = await stepwiseStrategy(target).prepare(Buffer.from(JSON.stringify(changed)))
    const page = { ...prepared, cursor: null, nextCursor: '', requests: 1, bytes: 0, seenPage: null }
    const { updated } = await writePage(target, page, { now: new Date(syncNow), write })
    if (updated !== changed.length) {
      throw new Error(`Expected ${changed.length} jobs to be updated, got ${updated}.`)
    }
  } finally {
    await client.end()
  }
}
