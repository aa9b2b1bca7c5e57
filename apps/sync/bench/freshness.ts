// From ServiceTitan to the numbers of the reports: building the facts against the first sync of the same account, and from
// one change to the answer that has it. Intervals and ratios are judged, times are not.

import { POLL_EVERY_MS } from '../src/worker/worker.ts'
import { medianCost, percentile } from './common/measure.ts'
import { type Bar, printReport, withNoise } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'
import { HOT_RUN_MS, measureChanges } from './freshness/changes.ts'
import { measureFirstBuilds } from './freshness/first-build.ts'
import { readOptions } from './freshness/options.ts'

const options = readOptions()
const { jobs, rounds, seconds, has } = options
const notes: string[] = []
const bars: Bar[] = []
const onProgress = (line: string) => process.stderr.write(`${line}\n`)

// A part that fails does not cost the results of the parts before it.
try {
  if (has('first')) await first()
  if (has('change')) await change()
} finally {
  printReport({ figures: [], notes, bars }, options.json)
}

async function first(): Promise<void> {
  await using database = await openBenchDatabase(options.url)
  const builds = await measureFirstBuilds(database, { jobs, rounds, onProgress })
  for (const name of ['synced', 'projected', 'built', 'rebuilt'] as const) {
    const { ms, clientCpuMs, serverCpuMs, rows } = medianCost(builds.map((build) => build[name]))
    const cpu = serverCpuMs === undefined ? undefined : clientCpuMs + serverCpuMs
    notes.push(
      `${jobs} jobs, ${rows} records, ${name}: ${(ms / 1000).toFixed(1)} s, ${cpu === undefined ? 'unknown' : (cpu / 1000).toFixed(1)} s of CPU`,
    )
  }
  for (const [name, what] of [
    ['built', 'building every fact'],
    ['rebuilt', 'rebuilding every fact, of which none differs'],
  ] as const) {
    const ratios = builds.map((build) => build[name].ms / build.synced.ms)
    bars.push({ name: `${what}, against the first sync of the account`, ...withNoise(ratios), atMost: 0.5 })
  }
}

async function change(): Promise<void> {
  await using database = await openBenchDatabase(options.url, { track_commit_timestamp: 'on' })
  const { toNumber, toFact } = await measureChanges({ database, jobs, seconds, onProgress })
  const inSeconds = (values: readonly number[]) =>
    [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${(percentile(values, share) / 1000).toFixed(1)} s`)
  notes.push(
    `${toNumber.length} changes, to the number: ${inSeconds(toNumber).join(', ')}`,
    `from the commit in the cache to the fact: ${inSeconds(toFact).join(', ')}`,
  )
  bars.push(
    {
      name: 'from a change to the number, p95, in intervals of hot runs (15 s)',
      value: percentile(toNumber, 0.95) / HOT_RUN_MS,
      // 60 seconds.
      atMost: 4,
    },
    {
      name: 'from the commit in the cache to the fact, p95, in poll intervals (5 s)',
      value: percentile(toFact, 0.95) / POLL_EVERY_MS,
      // 10 seconds.
      atMost: 2,
    },
  )
}
