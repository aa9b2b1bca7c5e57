// The audit log: what an entry adds to a small write, sealing and verifying against plain hashing, and the history of a
// record among many changes. Side by side in one run, medians; ratios are judged, times are not.

import { measureHistory } from './audit/history.ts'
import { readOptions } from './audit/options.ts'
import { compareSeals } from './audit/seals.ts'
import { compareWrites, type Load } from './audit/writes.ts'
import { median } from './common/measure.ts'
import { type Bar, printReport, withNoise } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'

const options = readOptions()
const notes: string[] = []
const bars: Bar[] = []
const progress = (line: string) => process.stderr.write(`${line}\n`)

/** The ratios of two ways that were measured in turn, round by round. */
const ratios = (some: readonly number[], others: readonly number[]) =>
  withNoise(some.map((rate, round) => rate / (others[round] as number)))
const perSecond = (rates: readonly number[]) => `${Math.round(median(rates)).toLocaleString('en-US')}/s`

// A part that fails does not cost the results of the parts before it.
try {
  if (options.has('writes')) await writes()
  if (options.has('seals')) await seals()
  if (options.has('history')) await history()
} finally {
  printReport({ figures: [], notes, bars }, options.json)
}

async function writes(): Promise<void> {
  const judged: Load = { tenants: 64, clients: 8 }
  for (const load of [judged, { tenants: 64, clients: 1 }, { tenants: 1, clients: 8 }]) {
    progress(`writes of ${load.clients} clients, ${load.tenants} tenants …`)
    await using database = await openBenchDatabase(options.url)
    const rates = await compareWrites(database, load, options)
    const ratio = ratios(rates.with, rates.without)
    const what = `${load.clients} clients, ${load.tenants} tenants`
    notes.push(
      `${what}: ${perSecond(rates.without)} without an entry, ${perSecond(rates.with)} with one: ${ratio.value?.toFixed(2)}`,
    )
    if (load === judged) bars.push({ name: `small writes with an entry, ${what}`, ...ratio, atLeast: 0.75 })
  }
}

async function seals(): Promise<void> {
  progress(`sealing ${options.entries} entries …`)
  await using database = await openBenchDatabase(options.url)
  const { seal, verify, hash } = await compareSeals(database, options)
  notes.push(`seal ${perSecond(seal)}, verify ${perSecond(verify)}, SHA-256 alone ${perSecond(hash)}`)
  bars.push(
    { name: 'sealing, against SHA-256 of the same bytes', ...ratios(seal, hash), atLeast: 0.5 },
    { name: 'verifying, against SHA-256 of the same bytes', ...ratios(verify, hash), atLeast: 0.5 },
  )
}

async function history(): Promise<void> {
  const [few, many] = options.changes
  await using database = await openBenchDatabase(options.url)
  const times: { few: number[]; many: number[] } = { few: [], many: [] }
  for (let round = 0; round < options.rounds; round++) {
    progress(`history among ${few} and ${many} changes …`)
    times.few.push(await measureHistory(database, few))
    times.many.push(await measureHistory(database, many))
  }
  notes.push(
    `p99 of a record's history: ${median(times.few).toFixed(2)} ms among ${few}, ${median(times.many).toFixed(2)} ms among ${many} changes`,
  )
  bars.push({
    name: `p99 of a record's history, ${many} changes against ${few}`,
    ...ratios(times.many, times.few),
    atMost: 2,
  })
}
