// The facts of the reports: how the time of a refresh grows with the number of jobs, and a report from them against one
// from the cache. Side by side in one run, medians; ratios are judged, times are not.

import { fillAccount } from './analytics/fill.ts'
import { readOptions } from './analytics/options.ts'
import { computeAll, refreshChanged } from './analytics/refresh.ts'
import { compareReports, ownersIndex, ownersStatement } from './analytics/report.ts'
import { median } from './common/measure.ts'
import { type Bar, printReport, withNoise } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'

const options = readOptions()
const notes: string[] = []
const bars: Bar[] = []
const progress = (line: string) => process.stderr.write(`${line}\n`)
const ways = ['newest', 'all'] as const
/** Milliseconds of each round, by way and number of jobs. */
const refreshes = new Map<string, number[]>()

// A size that fails does not cost the results of those before it.
try {
  for (const jobs of options.jobs) await measureSize(jobs)
  compareSizes()
} finally {
  printReport({ figures: [], notes, bars }, options.json)
}

async function measureSize(jobs: number): Promise<void> {
  progress(`filling ${jobs} jobs …`)
  await using database = await openBenchDatabase(options.url)
  await fillAccount(database, jobs)
  progress('building the facts …')
  const built = await computeAll(database)
  await database.admin.query('VACUUM (ANALYZE)')
  notes.push(
    `${jobs} jobs: built ${built.written} facts in ${(built.ms / 1_000).toFixed(1)} s, ${((built.ms * 1_000) / jobs).toFixed(0)} µs a job`,
  )
  for (const among of ways) {
    progress(`refreshing, of ${among} jobs …`)
    const times: number[] = []
    for (let round = 0; round <= options.rounds; round++) {
      const ms = await refreshChanged(database, { among, round })
      // The first round warms up.
      if (round > 0) times.push(ms)
    }
    refreshes.set(`${among} ${jobs}`, times)
    notes.push(`${jobs} jobs: 1,000 changed of ${among}: ${median(times).toFixed(0)} ms`)
  }
  if (jobs === options.jobs.at(-1)) await measureReport(jobs, database)
}

async function measureReport(jobs: number, database: Parameters<typeof compareReports>[0]): Promise<void> {
  progress('reporting …')
  const { facts, cache } = await compareReports(database, options.rounds)
  notes.push(
    `a year of revenue by unit and month: ${median(facts).toFixed(0)} ms from the facts, ${median(cache).toFixed(0)} ms from the cache, with ${ownersIndex}: ${ownersStatement}`,
  )
  const ratios = cache.map((ms, round) => ms / (facts[round] as number))
  bars.push({
    name: `the report of ${jobs} jobs, against one from the cache`,
    ...withNoise(ratios),
    atLeast: 20,
  })
}

/** The largest size against the smallest, and the exponent: 0 does not grow, 1 grows with the number of jobs. */
function compareSizes(): void {
  const [few, many] = [options.jobs[0] as number, options.jobs.at(-1) as number]
  for (const [among, atMost] of [
    ['newest', 1.5],
    ['all', 2.5],
  ] as const) {
    const small = median(refreshes.get(`${among} ${few}`) ?? [])
    const large = refreshes.get(`${among} ${many}`) ?? []
    const exponent = Math.log(median(large) / small) / Math.log(many / few)
    notes.push(`1,000 changed of ${among}: exponent ${exponent.toFixed(3)}`)
    bars.push({
      name: `1,000 changed of ${among}, ${many} jobs against ${few}`,
      ...withNoise(large.map((ms) => ms / small)),
      atMost,
    })
  }
}
