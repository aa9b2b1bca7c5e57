// What a change of one field costs over HTTP, against a handler that runs one UPDATE by id behind the same check of
// keys, in the same role and under the same row-level security; and how many bookings of one technician are answered.
// Side by side in one run; ratios are judged, times are not.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { median } from './api/measure.ts'
import { type Bar, describeBar, holds, renderTable } from './api/report.ts'
import { openBenchDatabase } from './api/server.ts'
import { type BenchTenant, fillTenants } from './writes/fill.ts'
import { createSender } from './writes/load.ts'

const help = `Usage: pnpm bench writes [options]

  --rounds <n>     rounds, each with both handlers in alternation (default: 5)
  --seconds <n>    how long each handler is measured in a round (default: 4)
  --tries <n>      bookings that 12 clients try on one technician (default: 1800)
  --json           print one JSON object

BENCH_DATABASE_URL: a server to use, as a superuser, instead of a temporary one.
Exit code 1: a bar was missed; it is named.
`
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    tries: { type: 'string', default: '1800' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit()
}
const [rounds, seconds, tries] = [values.rounds, values.seconds, values.tries].map(Number) as [
  number,
  number,
  number,
]

await using database = await openBenchDatabase(process.env.BENCH_DATABASE_URL || undefined)
const tenants = await fillTenants(database.admin, database.url)
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

/** Which customers are changed, by how many clients. */
const loads = [
  { name: '1 client', clients: 1, of: (_: number) => tenants[0] as BenchTenant, bar: 0.35 },
  {
    name: '8 clients, 64 tenants',
    clients: 8,
    of: (n: number) => tenants[n % tenants.length] as BenchTenant,
    bar: 0.35,
  },
  { name: '8 clients, 1 tenant', clients: 8, of: (_: number) => tenants[1] as BenchTenant, bar: null },
] as const

let changed = 0
const versions = new Map<string, number>()

/** Changes one field of customers for a while. @returns changes per second */
async function measure(base: string, { clients, of }: (typeof loads)[number]): Promise<number> {
  const sender = createSender(url, clients)
  const until = performance.now() + seconds * 1_000
  const began = performance.now()
  let count = 0
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = client; performance.now() < until; n += clients) {
        const tenant = of(n)
        // Each client has its own records, so that none is refused because another one changed it.
        const id = tenant.customers[(client * 12 + (n % 12)) % 100] as string
        const answer = await sender.send({
          method: 'PATCH',
          path: `${base}/customers/${id}`,
          headers: { ...tenant.headers, 'if-match': `"${versions.get(id) ?? 1}"` },
          body: { addressUnit: `Unit ${changed++}` },
        })
        if (answer.status !== 200) throw new Error(`Expected 200, got ${JSON.stringify(answer)}`)
        versions.set(id, Number(answer.body.version))
        count++
      }
    }),
  )
  sender.close()
  return (count / (performance.now() - began)) * 1_000
}

interface Figure {
  readonly name: string
  readonly plain: number
  readonly api: number
  readonly ratio: number
}

const figures: Figure[] = []
const bars: Bar[] = []
for (const load of loads) {
  const measured: { plain: number; api: number }[] = []
  for (let round = 0; round <= rounds; round++) {
    const plain = await measure('/plain', load)
    const api = await measure('/api/v2', load)
    // The first round warms up.
    if (round > 0) measured.push({ plain, api })
  }
  const ratio = median(measured.map(({ plain, api }) => api / plain))
  figures.push({
    name: load.name,
    plain: median(measured.map(({ plain }) => plain)),
    api: median(measured.map(({ api }) => api)),
    ratio,
  })
  if (load.bar !== null)
    bars.push({ name: `change of one field, ${load.name}`, value: ratio, atLeast: load.bar })
}

const booking = await book()
bars.push(
  { name: 'deadlocks of bookings', value: booking.deadlocks, atMost: 0 },
  { name: 'bookings without an answer of 201 or 409', value: booking.others, atMost: 0 },
  { name: 'overlaps', value: booking.overlaps, atMost: 0 },
  {
    name: 'slowest booking, in times of deadlock_timeout (1 s)',
    value: booking.slowestMs / 1_000,
    atMost: 1,
  },
)

/** 12 clients book overlapping times of one technician. */
async function book() {
  const tenant = tenants[2] as BenchTenant
  const id = async (table: string) => {
    const { rows } = await database.admin.query<{ id: string }>(
      'SELECT lazi.projected_id(3, $1, 1)::text AS id',
      [table],
    )
    return rows[0]?.id as string
  }
  const sender = createSender(url, 12)
  const post = (path: string, body: object) =>
    sender.send({ method: 'POST', path: `/api/v2${path}`, headers: tenant.headers, body })
  const job = await post('/jobs', {
    customerId: await id('customers'),
    locationId: await id('locations'),
    businessUnitId: await id('business_units'),
    jobTypeId: await id('job_types'),
    appointments: [{ startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T01:00:00Z' }],
  })
  const technicianIds = [await id('technicians')]
  const deadlocks = async () => {
    const { rows } = await database.admin.query(
      'SELECT deadlocks::integer FROM pg_stat_database WHERE datname = current_database()',
    )
    return rows[0].deadlocks as number
  }
  const before = await deadlocks()
  const began = performance.now()
  const statuses: number[] = []
  let slowestMs = 0
  let sent = 0
  await Promise.all(
    Array.from({ length: 12 }, async () => {
      while (sent < tries) {
        // Every quarter of an hour two hours: most overlap another one.
        const start = Date.UTC(2027, 0, 1) + ((sent++ * 7_919) % tries) * 900_000
        const times = {
          startsAt: new Date(start).toISOString(),
          endsAt: new Date(start + 7_200_000).toISOString(),
        }
        const { status, ms } = await post(`/jobs/${job.body.id}/appointments`, { ...times, technicianIds })
        statuses.push(status)
        slowestMs = Math.max(slowestMs, ms)
      }
    }),
  )
  const ms = performance.now() - began
  sender.close()
  const { rows } = await database.admin.query(
    'SELECT count(*)::integer AS count FROM lazi.double_bookings WHERE tenant_id = 3',
  )
  const of = (wanted: number) => statuses.filter((status) => status === wanted).length
  return {
    tries: statuses.length,
    perSecond: (statuses.length / ms) * 1_000,
    booked: of(201),
    refused: of(409),
    others: statuses.length - of(201) - of(409),
    overlaps: rows[0].count as number,
    deadlocks: (await deadlocks()) - before,
    slowestMs,
  }
}

server.stdin.end()
await once(server, 'exit')
if (values.json) process.stdout.write(`${JSON.stringify({ figures, booking, bars })}\n`)
else {
  const rows = figures.map(({ name, plain, api, ratio }) => [
    name,
    plain.toFixed(0),
    api.toFixed(0),
    ratio.toFixed(2),
  ])
  const { tries: count, booked, refused, perSecond, slowestMs } = booking
  process.stdout.write(
    `${[
      renderTable(['changes per second', 'one UPDATE', 'API', 'ratio'], rows),
      `${count} tries to book: ${booked} booked, ${refused} refused, ${perSecond.toFixed(0)} a second, slowest ${slowestMs.toFixed(0)} ms`,
      bars.map(describeBar).join('\n'),
    ].join('\n\n')}\n`,
  )
}
const missed = bars.filter((bar) => !holds(bar))
if (missed.length > 0) {
  process.stderr.write(`error: missed: ${missed.map(({ name }) => name).join('; ')}.\n`)
  process.exitCode = 1
}
