// Hybrid sync: how long an edit in LAZI takes to ServiceTitan and how many requests, what its echo causes, what a tenant
// whose API does not respond costs the others, and a claim among many records. In one run; ratios are judged, times are not.

import { median } from './common/measure.ts'
import { type Bar, printReport, withNoise } from './common/report.ts'
import { openBenchDatabase } from './common/server.ts'
import { compareClaims } from './hybrid/claims.ts'
import { measureEdits } from './hybrid/edits.ts'
import { readOptions } from './hybrid/options.ts'
import { measureTenants } from './hybrid/tenants.ts'

/** How long an edit may take, in milliseconds: a person who looks at ServiceTitan then sees it. */
const EDIT_WITHIN_MS = 2_000

const options = readOptions()
const notes: string[] = []
const bars: Bar[] = []
const onProgress = (line: string) => process.stderr.write(`${line}\n`)
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 0)} ms`

// A part that fails does not cost the results of the parts before it.
try {
  if (options.has('edits')) await edits()
  if (options.has('tenants')) await tenants()
  if (options.has('claims')) await claims()
} finally {
  printReport({ figures: [], notes, bars }, options.json)
}

async function edits(): Promise<void> {
  await using database = await openBenchDatabase(options.url, { autovacuum: 'on' })
  const { p50, p95, requestsPerEdit, window, echo } = await measureEdits(database, {
    edits: options.edits,
    onProgress,
  })
  notes.push(
    `an edit until ServiceTitan has applied it: p50 ${ms(p50)}, p95 ${ms(p95)}`,
    `from LAZI's GET until its write is applied, when a person's save is overwritten unseen: p50 ${ms(window.p50)}, p95 ${ms(window.p95)}`,
  )
  bars.push(
    { name: 'an edit until it is applied, p95 in times of 2 s', value: p95 / EDIT_WITHIN_MS, atMost: 1 },
    { name: 'requests per edit of one field', value: requestsPerEdit, atMost: 3 },
    { name: 'versions that the echo of our writes made', value: echo.versions, atMost: 0, digits: 0 },
    { name: 'conflicts that it made', value: echo.conflicts, atMost: 0, digits: 0 },
    { name: 'requests to ServiceTitan that it made', value: echo.pushes, atMost: 0, digits: 0 },
  )
}

async function tenants(): Promise<void> {
  await using database = await openBenchDatabase(options.url, { autovacuum: 'on' })
  const { quiet, beside } = await measureTenants(database, {
    tenants: options.tenants,
    seconds: options.seconds,
    onProgress,
  })
  notes.push(
    `edits of ${options.tenants} tenants, p95: all APIs respond ${ms(quiet)}, one does not ${ms(beside)}`,
  )
  bars.push({
    name: "edits of others while one tenant's API does not respond, p95, against while all do",
    value: beside / quiet,
    atMost: 2,
  })
}

async function claims(): Promise<void> {
  const [few, many] = options.rows
  onProgress(`claims among ${few} and ${many} records …`)
  await using database = await openBenchDatabase(options.url)
  const times = await compareClaims(database, options)
  notes.push(`a claim, p99: among ${few} ${ms(median(times.few))}, among ${many} ${ms(median(times.many))}`)
  bars.push({
    name: `a claim among ${many.toLocaleString('en-US')} records that wait, p99, against among ${few.toLocaleString('en-US')}`,
    ...withNoise(times.many.map((time, round) => time / (times.few[round] as number))),
    atMost: 2,
  })
}
