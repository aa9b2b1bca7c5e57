import { resourceOf } from '../../src/cache/tables.ts'
import type { PageToWrite } from '../../src/page/page-target.ts'
import { writeRecords } from '../../src/page/write-records.ts'
import type { WriteRecords } from '../../src/page/written-records.ts'
import { syncByApp } from '../common/app.ts'
import { jobs, readJobs, versionOf, writeJobs } from '../common/changed-jobs.ts'
import { type Cost, measure } from '../common/measure.ts'
import { recordFeed } from '../common/recorded-feed.ts'
import { type BenchDatabase, emptyCache } from '../common/server.ts'

const JOBS = 10_000
const CHANGED = 1_000
/** The columns of `raw.changes` that stay NULL for comparison. */
const formerColumns = new Set(['before', 'added', 'before_columns'])

/**
 * Changes 1,000 of 10,000 stored jobs (status, summary, total, modifiedOn), page by page as the app does: with former
 * values in `raw.changes`, and with NULL in their place, in turn.
 */
export async function compareFormerValues(
  database: BenchDatabase,
  rounds: number,
): Promise<Record<'with' | 'without', Cost[]>> {
  const feed = await recordFeed([resourceOf(jobs)], { tenantId: 1, count: JOBS, pageSize: CHANGED })
  await emptyCache(database)
  await syncByApp(database, [jobs], feed)
  const records = await readJobs(database, CHANGED)
  const costs: Record<'with' | 'without', Cost[]> = { with: [], without: [] }
  let version = 0
  const change = async (write: WriteRecords<PageToWrite>) => {
    version += 1
    const changed = records.map((record, place) => ({ ...record, ...versionOf(version, place) }))
    // Empties the pending list of the GIN index, which is otherwise merged in some rounds only.
    await database.admin.query(`VACUUM raw.${jobs.name}, raw.changes`)
    return measure(database, CHANGED, () => writeJobs(database, changed, write))
  }
  for (let round = 0; round < rounds; round++) {
    costs.with.push(await change(writeRecords))
    costs.without.push(await change(writeWithoutFormerValues))
  }
  return costs
}

/** Its ids are small, so that JavaScript may parse them. */
const writeWithoutFormerValues: WriteRecords<PageToWrite> = async (target, page, now) => {
  const written = await writeRecords(target, page, now)
  const changes = written.changes.map((rows) =>
    JSON.stringify(JSON.parse(rows), (key, value: unknown) => (formerColumns.has(key) ? null : value)),
  )
  return { ...written, changes }
}
