// Schema lazi: its projection against the first sync of the cache and against a bare UPDATE, its WAL, and its lag. What
// concerns the cache itself is compared with the last commit without schema lazi, which is checked out for the run. Side
// by side in one run, in alternation, medians; ratios are judged, times are not.

import { POLL_EVERY_MS } from '../src/worker/worker.ts'
import { type Cost, growthExponent } from './common/measure.ts'
import { type Bar, type Figure, printReport, toFigure, withNoise } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'
import { endIfUsage } from './common/usage.ts'
import { compareChangedJobs, compareFirstSyncs } from './lazi/against-earlier.ts'
import { compareBoards } from './lazi/board.ts'
import { checkOutEarlier } from './lazi/earlier-commit.ts'
import { measureLag } from './lazi/lag.ts'
import { readOptions } from './lazi/options.ts'
import { compareSteadyState } from './lazi/steady-state.ts'
import { measureUnchanged } from './lazi/unchanged.ts'
import { compareFormerValues } from './sync/former-values.ts'

const options = readOptions()
const { rounds, pageSize, has } = options
const figures: Figure[] = []
const notes: string[] = []
const bars: Bar[] = []
const progress = (line: string) => process.stderr.write(`${line}\n`)
const open = (settings: Readonly<Record<string, string>> = {}) => openBenchDatabase(options.url, settings)
/** The number of full pages in WAL depends on where rows happen to be. */
const withoutFullPages = { full_page_writes: 'off' }

// A part that fails does not cost the results of the parts before it.
try {
  await measureParts()
} finally {
  printReport({ figures, notes, bars }, options.json)
}

async function measureParts(): Promise<void> {
  if (has('first') || has('wal') || has('board')) {
    progress('checking the earlier commit out …')
    await using earlier = await checkOutEarlier().catch(endIfUsage)
    if (has('first')) await firstSyncs(earlier.directory)
    if (has('wal')) await changedJobs(earlier.directory)
    if (has('board')) await boards(earlier.directory)
  }
  if (has('former')) await formerValues()
  if (has('steady')) await steadyState()
  if (has('lag')) await lag()
}

async function firstSyncs(earlier: string): Promise<void> {
  progress(`first syncs of ${options.jobs} jobs …`)
  await using database = await open()
  const costs = await compareFirstSyncs({ database, earlier, jobs: options.jobs, rounds, pageSize })
  const what = 'first sync of jobs with parents'
  figures.push(
    toFigure(what, 'earlier commit', costs.before),
    toFigure(what, 'this commit', costs.now),
    toFigure(what, 'this commit, concurrent projector', costs.beside),
    toFigure('first projection of the same', 'this commit', costs.project),
  )
  bars.push(
    {
      name: 'first projection, against the first sync of the same',
      ...ratios(costs.project, costs.now),
      atMost: 0.6,
    },
    {
      name: 'first sync with a concurrent projector, against the earlier commit',
      ...ratios(costs.beside, costs.before),
      atMost: 1.35,
    },
  )
  const [now, beside] = [ratios(costs.now, costs.before), ratios(costs.beside, costs.now)]
  notes.push(
    `first sync without a projector, against the earlier commit: ${now.value?.toFixed(2)}`,
    `first sync with a concurrent projector, against without: ${beside.value?.toFixed(2)}`,
  )
}

async function changedJobs(earlier: string): Promise<void> {
  progress('WAL of changed jobs …')
  await using database = await open(withoutFullPages)
  const costs = await compareChangedJobs({ database, earlier, jobs: 10_000, rounds, pageSize })
  figures.push(
    toFigure('1,000 changed jobs', 'earlier commit', costs.before),
    toFigure('1,000 changed jobs', 'this commit, projected', costs.now),
  )
  bars.push({
    name: 'WAL of changed jobs, cache and records, against the earlier commit',
    ...ratios(costs.now, costs.before, 'walBytes'),
    atMost: 1.75,
  })
}

async function boards(earlier: string): Promise<void> {
  await using database = await open()
  const times = await compareBoards({ database, earlier, rounds, onProgress: progress })
  const show = (ms: readonly number[]) => ms.map((value) => value.toFixed(1)).join(' ')
  notes.push(`the board after a change, p99 in ms: before ${show(times.before)}, now ${show(times.now)}`)
  bars.push({
    name: 'the board after a change of the feed, p99, against the earlier commit',
    ...withNoise(times.now.map((ms, round) => ms / (times.before[round] as number))),
    atMost: 1.2,
  })
}

async function formerValues(): Promise<void> {
  progress('WAL of former values …')
  await using database = await open(withoutFullPages)
  const costs = await compareFormerValues(database, rounds)
  bars.push({
    name: 'WAL of changed jobs in the cache, against no former values',
    ...ratios(costs.with, costs.without, 'walBytes'),
    atMost: 1.2,
  })
}

async function steadyState(): Promise<void> {
  await using database = await open(withoutFullPages)
  const { rows: sizes } = options
  const states = await compareSteadyState({ database, sizes, rounds, onProgress: progress }, async (size) => {
    if (size !== sizes[0]) return
    const wal = await measureUnchanged(database)
    bars.push({
      name: 'WAL of the projection of changes that alter no record, in bytes',
      value: wal.otherField,
      atMost: 0,
      digits: 0,
    })
    notes.push(
      `the same if modifiedOn has changed too: ${(wal.modifiedOn / 1_000).toFixed(0)} bytes of WAL a job`,
    )
  })
  const perChange: Pick<Cost, 'rows' | 'ms'>[][] = []
  for (const { jobs, projected, bare } of states) {
    const what = `2,000 changes among ${jobs.toLocaleString('en-US')} jobs`
    figures.push(toFigure(what, 'projected', projected), toFigure(what, 'bare UPDATE', bare))
    bars.push({ name: `${what}, against a bare UPDATE`, ...ratios(bare, projected), atLeast: 0.3 })
    perChange.push(projected.map(({ ms }) => ({ rows: jobs, ms })))
  }
  if (perChange.length < 2) return
  const exponents = Array.from({ length: rounds }, (_, round) =>
    growthExponent(perChange.map((costs) => costs[round] as Pick<Cost, 'rows' | 'ms'>)),
  )
  bars.push({
    name: 'time of a change, growth with the number of jobs to the power of',
    ...withNoise(exponents),
    atMost: 0.1,
  })
}

async function lag(): Promise<void> {
  await using database = await open({ track_commit_timestamp: 'on', autovacuum: 'on' })
  const found = await measureLag({
    database,
    seconds: options.seconds,
    jobs: options.jobs,
    onProgress: progress,
  })
  if (found === null) {
    notes.push('lag: cannot be measured on this server, which has track_commit_timestamp = off')
    return
  }
  for (const { what, changes, p50, p95, p99 } of found) {
    notes.push(
      `lag ${what}: ${changes} changes, p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
    )
    bars.push({ name: `lag ${what}, p95 in poll intervals`, value: p95 / POLL_EVERY_MS, atMost: 2 })
  }
}

/** What `costs` took in place of `base`: each round within itself. */
function ratios(costs: readonly Cost[], base: readonly Cost[], of: 'ms' | 'walBytes' = 'ms') {
  return withNoise(base.map((cost, round) => (costs[round] as Cost)[of] / cost[of]))
}
