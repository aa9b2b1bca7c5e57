// The API's questions on accounts of growing size, against the replaced schema, and the board through HTTP against a
// handler that only runs SELECT 1. Side by side in one run; ratios are judged, times are not.

import { parseArgs } from 'node:util'
import pg from 'pg'
import { dropCacheRows, fillCache } from './api/fill.ts'
import { type HttpRound, measureHttp } from './api/http.ts'
import {
  type Cost,
  explainText,
  growthExponent,
  measureQuestion,
  median,
  readAnswers,
  type Way,
} from './api/measure.ts'
import { measureNeighbour, type NeighbourRound } from './api/neighbour.ts'
import { neighbourBars, renderNeighbour } from './api/neighbour-report.ts'
import { type Asked, createRandom, questions } from './api/questions.ts'
import { dropReplacedSchema, fillReplacedSchema } from './api/replaced-schema.ts'
import { type Bar, describeBar, holds, renderTable } from './api/report.ts'
import { accounts, sizesPerTenant } from './api/rows.ts'
import { openBenchDatabase } from './api/server.ts'
import { measureStock, renderStock, type StockFigure, stockBars } from './api/stock.ts'

const help = `Usage: pnpm bench api [options]

  --appointments <n,n,…>  appointments of all ${accounts.tenants} tenants together; bars compare the last with the first
                          (default: 100000,1000000,10000000; ten million take about 12 GB for as long as it runs)
  --only <part,part,…>    reads, replaced, http, neighbour, stock (default: all); stock asks the PostgreSQL of the
                          Linux distribution, at the first size
  --samples <n>           samples of tenants, days, jobs … per question (default: 400)
  --rounds <n>            rounds of HTTP; questions are measured three times as often (default: 3)
  --seconds <n>           how long each round of HTTP takes (default: 5)
  --explain               print the plan of each question at the last size
  --json                  print one JSON object

BENCH_DATABASE_URL: a server to use, as a superuser, instead of a temporary one.
Exit code 1: a bar was missed; it is named.
`

const { values } = parseArgs({
  options: {
    appointments: { type: 'string', default: '100000,1000000,10000000' },
    only: { type: 'string', default: 'reads,replaced,http,neighbour,stock' },
    samples: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
    explain: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(help)
  process.exit()
}
const sizes = values.appointments.split(',').map(Number)
const [smallest, largest] = [sizes[0], sizes.at(-1)] as [number, number]
const parts = new Set(values.only.split(','))
const rounds = Number(values.rounds)

interface Figure extends Cost {
  readonly question: string
  readonly way: Way
  readonly appointments: number
}

const wayName: Record<Way, string> = {
  api: 'by the API',
  cache: 'in SQL',
  replaced: 'in SQL, replaced schema',
}
/** How many questions the replaced schema answers: it is slow. */
const compared = 40

const figures: Figure[] = []
const plans: string[] = []
let http: HttpRound[] = []
let neighbour: NeighbourRound[] = []
let stock: StockFigure[] = []
const progress = (line: string) => process.stderr.write(`${line}\n`)

if (parts.has('stock')) {
  const samples = Number(values.samples)
  stock = await measureStock({ appointments: smallest, samples, rounds: rounds * 3, progress })
}
await using database = await openBenchDatabase(process.env.BENCH_DATABASE_URL || undefined)
for (const appointments of sizes) await measureSize(appointments)

const bars = judge()
if (values.json) {
  process.stdout.write(`${JSON.stringify({ figures, http, neighbour, stock, bars })}\n`)
} else {
  const blocks = [
    renderFigures(),
    renderGrowth(),
    renderHttp(),
    renderNeighbour(neighbour),
    renderStock(stock),
    ...plans,
    bars.map(describeBar).join('\n'),
  ]
  process.stdout.write(`${blocks.filter(Boolean).join('\n\n')}\n`)
}
const missed = bars.filter((bar) => !holds(bar))
if (missed.length > 0) {
  progress(`error: missed: ${missed.map(({ name }) => name).join('; ')}.`)
  process.exitCode = 1
}

/** One size after the other, and one schema after the other: together they would need twice the disk. */
async function measureSize(appointments: number): Promise<void> {
  const { admin, url } = database
  const isLargest = appointments === largest
  const drawn = questions.map(({ name, draw }) => ({ name, asked: drawAll(draw, appointments) }))
  const answers = new Map<string, readonly string[]>()
  progress(`${appointments.toLocaleString('en-US')} appointments …`)
  const isOverHttp = isLargest && (parts.has('http') || parts.has('neighbour'))
  if (parts.has('reads') || parts.has('replaced') || isOverHttp) {
    await fillCache(admin, appointments, progress)
    const client = new pg.Client({ connectionString: url })
    // When something fails the server stops under it, and the failure is reported anyway.
    client.on('error', () => undefined)
    await client.connect()
    const ways = [
      ...(parts.has('reads') ? (['api'] as const) : []),
      ...(parts.has('replaced') ? (['cache'] as const) : []),
    ]
    for (const { name, asked } of drawn) {
      if (parts.has('replaced'))
        answers.set(name, await readAnswers(client, asked.slice(0, compared), 'cache'))
      for (const way of ways) {
        progress(`  ${name}${way === 'cache' ? ', in plain SQL' : ''} …`)
        const cost = await measureQuestion(client, asked, way, rounds * 3)
        figures.push({ question: name, way, appointments, ...cost })
        if (values.explain && isLargest) {
          plans.push(`${name}, ${wayName[way]}:\n${await explainText(client, asked[0] as Asked, way)}`)
        }
      }
    }
    await client.end()
    if (parts.has('http') && isLargest) {
      progress('  the board over HTTP …')
      http = await measureHttp(database, { rounds, seconds: Number(values.seconds) })
    }
    if (parts.has('neighbour') && isLargest) {
      progress('  a tenant beside a greedy one …')
      neighbour = await measureNeighbour(database, { rounds, seconds: Number(values.seconds) })
    }
    await dropCacheRows(admin)
  }
  if (!parts.has('replaced')) return
  await fillReplacedSchema(admin, appointments, progress)
  for (const { name, asked } of drawn) {
    progress(`  ${name}, replaced schema …`)
    const some = asked.slice(0, compared)
    const replaced = await readAnswers(admin, some, 'replaced')
    const other = replaced.findIndex((answer, index) => answer !== answers.get(name)?.[index])
    if (other >= 0)
      throw new Error(`The schemas disagree: ${answers.get(name)?.[other]} and ${replaced[other]}.`)
    const cost = await measureQuestion(admin, some, 'replaced', Math.min(rounds, 2))
    figures.push({ question: name, way: 'replaced', appointments, ...cost })
  }
  await dropReplacedSchema(admin)
}

function drawAll(draw: (typeof questions)[number]['draw'], appointments: number): Asked[] {
  const random = createRandom(7)
  return Array.from({ length: Number(values.samples) }, () => draw(sizesPerTenant(appointments), random))
}

function find(question: string, way: Way, appointments: number): Figure | undefined {
  return figures.find(
    (figure) => figure.question === question && figure.way === way && figure.appointments === appointments,
  )
}

function judge(): Bar[] {
  const [to, from] = [largest, smallest].map((size) => size.toLocaleString('en-US'))
  const growth = questions.flatMap(({ name }): Bar[] => {
    const [small, large] = [find(name, 'api', smallest), find(name, 'api', largest)]
    if (!small || !large || sizes.length === 1) return []
    return [{ name: `${name}, p99 of ${to} against ${from}`, value: large.p99Ms / small.p99Ms, atMost: 2 }]
  })
  const faster = questions.flatMap(({ name }): Bar[] => {
    const [cache, replaced] = [find(name, 'cache', largest), find(name, 'replaced', largest)]
    if (!cache || !replaced) return []
    return [
      { name: `${name}, against the replaced schema`, value: replaced.p50Ms / cache.p50Ms, atLeast: 500 },
    ]
  })
  const board: Bar[] =
    http.length === 0
      ? []
      : [{ name: 'the board over HTTP, against SELECT 1', value: boardRatio('warm'), atLeast: 0.5 }]
  return [...growth, ...faster, ...board, ...neighbourBars(neighbour), ...stockBars(stock)]
}

/** The median of the rounds, each judged within itself. */
function boardRatio(kind: 'warm' | 'made'): number {
  return median(http.map((round) => round[kind].requestsPerSecond / round.selectOne.requestsPerSecond))
}

function renderFigures(): string {
  if (figures.length === 0) return ''
  const head = ['question', 'asked', 'appointments', 'p50 ms', 'p99 ms', 'buffers', 'most buffers']
  return renderTable(
    head,
    figures.map((figure) => [
      figure.question,
      wayName[figure.way],
      figure.appointments.toLocaleString('en-US'),
      figure.p50Ms.toFixed(3),
      figure.p99Ms.toFixed(3),
      String(figure.buffers),
      String(figure.mostBuffers),
    ]),
  )
}

function renderGrowth(): string {
  if (sizes.length === 1) return ''
  const lines = questions.flatMap(({ name }) =>
    (['api', 'cache', 'replaced'] as const).flatMap((way) => {
      const points = sizes.flatMap((size) => {
        const figure = find(name, way, size)
        return figure ? [{ size, ms: figure.p99Ms }] : []
      })
      if (points.length < 2) return []
      return [
        `${name}, ${wayName[way]}: p99 grows with the appointments to the power of ${growthExponent(points).toFixed(2)}`,
      ]
    }),
  )
  return lines.join('\n')
}

function renderHttp(): string {
  if (http.length === 0) return ''
  const rows = (['selectOne', 'warm', 'made'] as const).map((kind) => {
    const of = (figure: 'requestsPerSecond' | 'p50Ms' | 'p99Ms') =>
      median(http.map((round) => round[kind][figure]))
    const name = {
      selectOne: 'SELECT 1',
      warm: 'the board, unchanged since',
      made: 'the board, built on each request',
    }
    const ratio = kind === 'selectOne' ? '1.00' : boardRatio(kind).toFixed(2)
    return [name[kind], of('requestsPerSecond').toFixed(0), String(of('p50Ms')), String(of('p99Ms')), ratio]
  })
  return renderTable(
    ['over HTTP, 10 connections', 'requests/s', 'p50 ms', 'p99 ms', 'against SELECT 1'],
    rows,
  )
}
