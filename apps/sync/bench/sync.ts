// The sync against plain COPY, against the row-by-row writer that it replaces, and against itself with two workers;
// its own CPU and memory. Side by side in one run, in alternation, medians; ratios are judged, times are not.

import { parseArgs } from 'node:util'
import type { CacheTable } from '../src/cache/cache-table.ts'
import { selectTable } from '../src/cli/select.ts'
import { collectLess } from '../src/heap.ts'
import { type Cost, growthExponent, median, medianCost, rate } from './common/measure.ts'
import { type Bar, type Figure, printReport, toFigure } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'
import { compareFirstSync, compareUnchanged, compareWorkers } from './sync/comparisons.ts'
import { compareFormerValues } from './sync/former-values.ts'
import { syncOverHttp, type WholeRun } from './sync/whole-app.ts'

// Node lets a heap grow to several times of what is held before it collects the rest, later the more there was. Collected
// early, the peak says what is held.
const collectEarly = ['--max-semi-space-size=4', '--heap-growing-percent=20']

const help = `Usage: pnpm bench sync [options]

  --rows <n,n,…>        sizes of the account; the bars are judged at the last (default: 30000,100000,300000)
  --rounds <n>          how often the app is measured, and what a bar holds it against; the median counts (default: 5)
  --page-size <n>       records in a page (default: 5000)
  --row-by-row <n>      the most records for the row-by-row writer (default: 4000)
  --resources <r,r,…>   first syncs to compare; bars that need one take the first (default: jobs,locations)
  --only <part,part,…>  first, workers, unchanged, cpu, memory, former (default: all)
  --memory              measure memory up to a million records, not only 200,000
  --json                print one JSON object

BENCH_DATABASE_URL: a server to use, as a superuser, instead of a temporary one.
Exit code 1: a bar was missed; it is named.
`

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '30000,100000,300000' },
    rounds: { type: 'string', default: '5' },
    'page-size': { type: 'string', default: '5000' },
    'row-by-row': { type: 'string', default: '4000' },
    resources: { type: 'string', default: 'jobs,locations' },
    only: { type: 'string', default: 'first,workers,unchanged,cpu,memory,former' },
    memory: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit()
}
const sizes = values.rows.split(',').map(Number)
const largest = sizes.at(-1) as number
const compared = values.resources.split(',').map(selectTable)
const main = compared[0] as CacheTable
const parts = new Set(values.only.split(','))
const pageSize = Number(values['page-size'])

// As the app does in its own process.
collectLess()

const figures: Figure[] = []
const notes: string[] = []
const bars: Bar[] = []
const progress = (line: string) => process.stderr.write(`${line}\n`)

await using database = await openBenchDatabase(process.env.BENCH_DATABASE_URL || undefined)
const common = { database, pageSize, rounds: Number(values.rounds), rowByRow: Number(values['row-by-row']) }

if (parts.has('first')) for (const table of compared) await firstSync(table)
if (parts.has('workers')) await workers()
if (parts.has('unchanged')) await unchanged()
if (parts.has('cpu')) await cpu()
if (parts.has('memory')) await memory()
if (parts.has('former')) await formerValues()

printReport({ figures, notes, bars }, values.json)

async function firstSync(table: CacheTable): Promise<void> {
  const what = `first sync of ${table.resource}`
  const byWay: Record<'app' | 'copy', Cost[]> = { app: [], copy: [] }
  for (const records of sizes) {
    progress(`${what}, ${records} records …`)
    const costs = await compareFirstSync({ ...common, table, records })
    figures.push(
      toFigure(what, 'app', costs.app),
      toFigure(what, 'COPY of a file of the server', costs.copy),
      toFigure(what, 'COPY of pages sent to it', costs.copyPages),
      toFigure(what, 'rows made here, COPY, merge', costs.staging),
      toFigure(what, 'row by row', costs.rowByRow),
    )
    for (const way of ['app', 'copy'] as const) byWay[way].push(medianCost(costs[way]))
    if (records !== largest) continue
    bars.push(
      { name: `${what}, against COPY`, ...compare(costs.app, costs.copy), atLeast: 1 },
      { name: `${what}, against COPY and merge`, ...compare(costs.app, costs.staging), atLeast: 1 },
    )
  }
  if (sizes.length > 1) {
    const [app, copy] = [growthExponent(byWay.app), growthExponent(byWay.copy)]
    notes.push(
      `${what}: time grows with the number of records to the power of ${app.toFixed(2)}, COPY's of ${copy.toFixed(2)}`,
    )
  }
}

async function workers(): Promise<void> {
  progress('two workers …')
  const costs = await compareWorkers({ ...common, table: main, records: largest })
  const what = `first sync of ${main.resource}, two tenants`
  figures.push(toFigure(what, 'app, one worker', costs.one), toFigure(what, 'app, two workers', costs.two))
  bars.push({
    name: 'two workers on two tenants, against one',
    ...compare(costs.two, costs.one),
    atLeast: 1.4,
  })
}

async function unchanged(): Promise<void> {
  const what = `re-sync of unchanged ${main.resource}`
  const times: Cost[] = []
  for (const records of sizes) {
    progress(`${what}, ${records} records …`)
    const costs = await compareUnchanged({ ...common, table: main, records })
    figures.push(toFigure(what, 'app', costs.app), toFigure(what, 'row by row', costs.rowByRow))
    times.push(medianCost(costs.app))
    if (records !== largest) continue
    bars.push(
      { name: `${what}, against row by row`, ...compare(costs.app, costs.rowByRow), atLeast: 25 },
      {
        name: `${what}: bytes of WAL for the cache table`,
        value: costs.tableWal,
        atMost: 0,
        digits: 0,
      },
    )
  }
  if (sizes.length > 1) {
    notes.push(
      `${what}: time grows with the number of records to the power of ${growthExponent(times).toFixed(2)}`,
    )
  }
}

async function cpu(): Promise<void> {
  const runs: WholeRun[] = []
  for (let round = 0; round < common.rounds; round++) {
    progress(`CPU of a first sync over HTTP, round ${round + 1} …`)
    runs.push(await syncOverHttp(database, { resource: main.resource, count: largest, pageSize }))
  }
  const shares = runs.map((run) => (run.serverCpuMs === undefined ? undefined : run.cpuMs / run.serverCpuMs))
  const known = shares.filter((share) => share !== undefined)
  const [run] = runs
  if (run?.serverCpuMs !== undefined) {
    const perRow = (ms: number) => ((ms * 1000) / run.records).toFixed(1)
    notes.push(
      `CPU of a first sync of ${main.resource} over HTTP: app ${perRow(run.cpuMs)} µs a record, server ${perRow(run.serverCpuMs)} µs`,
    )
  }
  const value = known.length > 0 ? median(known) : undefined
  bars.push({ name: "the app's own CPU, against the server's", value, atMost: 0.25 })
}

async function memory(): Promise<void> {
  const resource = 'appointment-assignments'
  const peaks: number[] = []
  for (const count of [50_000, values.memory ? 1_000_000 : 200_000]) {
    progress(`memory of a first sync over HTTP, ${count} ${resource} …`)
    const run = await syncOverHttp(database, { resource, count, pageSize, nodeOptions: collectEarly })
    peaks.push(run.peakBytes)
    notes.push(
      `peak memory for ${run.records} ${resource}: ${(run.peakBytes / 1_048_576).toFixed(0)} MiB, page size ${pageSize}`,
    )
  }
  const [small, large] = peaks as [number, number]
  bars.push({
    name: `the app's peak memory for ${values.memory ? 20 : 4} times the records`,
    value: large / small,
    atLeast: 0.9,
    atMost: 1.1,
  })
}

/** Without full pages in WAL, whose number depends on where rows happen to be. */
async function formerValues(): Promise<void> {
  progress('former values of changed jobs …')
  await using own = await openBenchDatabase(process.env.BENCH_DATABASE_URL || undefined, {
    full_page_writes: 'off',
  })
  const costs = await compareFormerValues(own, common.rounds)
  figures.push(
    toFigure('1,000 changed jobs', 'app', costs.with),
    toFigure('1,000 changed jobs', 'without former values', costs.without),
  )
  const rounds = costs.with.map((cost, round) => cost.walBytes / (costs.without[round] as Cost).walBytes)
  bars.push({
    name: 'WAL of changed jobs, against no former values',
    value: median(rounds),
    rounds,
    atMost: 1.2,
  })
}

/** How much faster `costs` are than `base`: each round within itself, and the median of those that have both. */
function compare(costs: readonly Cost[], base: readonly Cost[]): Pick<Bar, 'value' | 'rounds'> {
  const rounds = base.map((cost, round) => rate(costs[round] as Cost) / rate(cost))
  return { value: median(rounds), rounds }
}
