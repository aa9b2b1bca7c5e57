// What changes of records cost over HTTP: a change of one field, against a handler that runs one UPDATE by id behind the
// same check of keys, in the same role and under the same row-level security; bookings of one technician by many; and the
// work of many dispatchers. Side by side in one run; ratios are judged, times are not.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Bar, describeBar, holds, renderTable } from './api/report.ts'
import { openBenchDatabase } from './api/server.ts'
import { type BookingFigures, bookingBars, measureBookings, renderBookings } from './writes/bookings.ts'
import { type ChangeFigure, measureChanges } from './writes/changes.ts'
import {
  type DispatchFigure,
  dispatchBars,
  measureDispatchers,
  renderDispatchers,
} from './writes/dispatchers.ts'
import { fillAccount, fillTenants } from './writes/fill.ts'

const help = `Usage: pnpm bench writes [options]

  --only <part,part,…>   changes, bookings, dispatchers (default: all)
  --rounds <n>           rounds of changes, each with both handlers in alternation (default: 5)
  --seconds <n>          how long each handler is measured in a round (default: 4)
  --tries <n>            bookings that 12 clients try on one technician (default: 1800)
  --dispatchers <n,n,…>  how many dispatchers work beside one another; the last number is judged (default: 50)
  --shifts <n>           rounds of dispatchers (default: 2)
  --shift-seconds <n>    how long each number of dispatchers works in a round (default: 10)
  --json                 print one JSON object

BENCH_DATABASE_URL: a server to use, as a superuser, instead of a temporary one.
Exit code 1: a bar was missed; it is named.
`
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'changes,bookings,dispatchers' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    tries: { type: 'string', default: '1800' },
    dispatchers: { type: 'string', default: '50' },
    shifts: { type: 'string', default: '2' },
    'shift-seconds': { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit()
}
const parts = new Set(values.only.split(','))

await using database = await openBenchDatabase(process.env.BENCH_DATABASE_URL || undefined)
const { admin } = database
const tenants = await fillTenants(admin, database.url)
const server = spawn(
  process.execPath,
  [fileURLToPath(new URL('writes/server-process.ts', import.meta.url))],
  {
    env: { ...process.env, DATABASE_URL: database.url },
    stdio: ['pipe', 'pipe', 'inherit'],
  },
)
const [line] = (await once(server.stdout, 'data')) as [Buffer]
const url = line.toString().trim()

const bars: Bar[] = []
let figures: readonly ChangeFigure[] = []
let bookings: BookingFigures | null = null
let shifts: readonly DispatchFigure[] = []
if (parts.has('changes')) {
  const rounds = Number(values.rounds)
  const measured = await measureChanges({ url, tenants, rounds, seconds: Number(values.seconds) })
  figures = measured.figures
  bars.push(...measured.bars)
}
if (parts.has('bookings')) {
  bookings = await measureBookings({ url, admin, tenants, tries: Number(values.tries) })
  bars.push(...bookingBars(bookings))
}
if (parts.has('dispatchers')) {
  const dispatchers = values.dispatchers.split(',').map(Number)
  shifts = await measureDispatchers({
    url,
    account: await fillAccount(admin, database.url, Math.max(...dispatchers)),
    dispatchers,
    rounds: Number(values.shifts),
    seconds: Number(values['shift-seconds']),
  })
  bars.push(...dispatchBars(shifts))
}

server.stdin.end()
await once(server, 'exit')
if (values.json) process.stdout.write(`${JSON.stringify({ figures, bookings, shifts, bars })}\n`)
else {
  const rows = figures.map(({ name, plain, api, ratio }) => [
    name,
    plain.toFixed(0),
    api.toFixed(0),
    ratio.toFixed(2),
  ])
  const blocks = [
    rows.length > 0 && renderTable(['changes per second', 'one UPDATE', 'API', 'ratio'], rows),
    bookings && renderBookings(bookings),
    shifts.length > 0 && renderDispatchers(shifts),
    bars.map(describeBar).join('\n'),
  ]
  process.stdout.write(`${blocks.filter(Boolean).join('\n\n')}\n`)
}
const missed = bars.filter((bar) => !holds(bar))
if (missed.length > 0) {
  process.stderr.write(`error: missed: ${missed.map(({ name }) => name).join('; ')}.\n`)
  process.exitCode = 1
}
