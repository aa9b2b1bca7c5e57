import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { median, percentile } from '../api/measure.ts'
import { type Bar, renderTable } from '../api/report.ts'
import { account, type BenchAccount } from './fill.ts'
import { createSender, jsonOf, type Sent } from './load.ts'

// Dispatchers of one account at their consoles. Each sends the requests of `mix` every second, evenly, whether earlier
// ones were answered or not, and each begins at another moment of the second: at any moment all kinds are under way. A
// request takes from the moment at which it was due to its answer.

const mix = [
  'write',
  'changes',
  'job',
  'search',
  'changes',
  'board',
  'job',
  'changes',
  'search',
  'job',
  'changes',
] as const
type Kind = (typeof mix)[number]

/** What some dispatchers experienced, and what it cost. */
export interface DispatchFigure {
  readonly dispatchers: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p95MsOf: Readonly<Record<Kind, number>>
  /** Answered with another status than 200, or not at all. */
  readonly failures: number
  /** The processors that were busy, of the whole machine, of the API, and of the load. */
  readonly busy: { readonly machine: number; readonly api: number; readonly load: number }
}

export interface DispatchOptions {
  /** Of the server. */
  readonly url: string
  readonly account: BenchAccount
  /** How many dispatchers work at the same time, one number after the other; the last one is judged. */
  readonly dispatchers: readonly number[]
  readonly rounds: number
  /** How long each number of dispatchers works in a round. */
  readonly seconds: number
}

/**
 * One dispatcher, and then more of them, in each round, while the others are connected and idle.
 * @returns the median of the rounds for each number, one dispatcher first
 */
export async function measureDispatchers({
  url,
  account: filled,
  dispatchers,
  rounds,
  seconds,
}: DispatchOptions): Promise<DispatchFigure[]> {
  const people = filled.headers.map((headers, place) => createDispatcher(url, filled, headers, place))
  for (const { send } of people) for (const kind of ['changes', 'board'] as const) await send(kind)
  await work(url, people, 3)
  const numbers = [1, ...dispatchers]
  const measured = new Map<number, DispatchFigure[]>(numbers.map((number) => [number, []]))
  for (let round = 0; round < rounds; round++)
    for (const number of numbers)
      measured.get(number)?.push(await work(url, people.slice(0, number), seconds))
  for (const { close } of people) close()
  return [...measured.values()].map(medianOf)
}

export function dispatchBars(figures: readonly DispatchFigure[]): Bar[] {
  const [one, many] = [figures[0], figures.at(-1)] as [DispatchFigure, DispatchFigure]
  const name = `${many.dispatchers} dispatchers`
  return [
    { name: `p95 of ${name}, in times of one's`, value: many.p95Ms / one.p95Ms, atMost: 3 },
    { name: `requests of ${name} that failed`, value: many.failures, atMost: 0 },
  ]
}

export function renderDispatchers(figures: readonly DispatchFigure[]): string {
  const kinds = [...new Set(mix)]
  const [first] = figures
  const rows = figures.map(({ dispatchers, perSecond, p50Ms, p95Ms, p95MsOf, busy, failures }) => [
    String(dispatchers),
    perSecond.toFixed(0),
    p50Ms.toFixed(1),
    p95Ms.toFixed(1),
    (p95Ms / (first?.p95Ms ?? p95Ms)).toFixed(2),
    ...kinds.map((kind) => p95MsOf[kind].toFixed(1)),
    ...[busy.machine, busy.api, busy.load].map((cores) => cores.toFixed(2)),
    String(failures),
  ])
  const head = ['dispatchers', 'requests/s', 'p50 ms', 'p95 ms', 'ratio', ...kinds]
  return renderTable([...head, 'cores', 'API', 'load', 'failed'], rows)
}

interface Dispatcher {
  /** Sends a request of a kind. @throws when it fails */
  readonly send: (kind: Kind) => Promise<void>
  readonly close: () => void
}

function createDispatcher(
  url: string,
  { jobs, headers: all }: BenchAccount,
  headers: BenchAccount['headers'][number],
  place: number,
): Dispatcher {
  // As many as browsers open.
  const sender = createSender(url, 6)
  const each = Math.floor(jobs.length / all.length)
  const versions = new Map<string, string>()
  let after: string | null = null
  let sent = 0
  const get = (path: string): Sent => ({ method: 'GET', path: `/api/v2${path}`, headers })
  const works: Record<Kind, () => Promise<void>> = {
    async write() {
      // Its own jobs: no change is refused because of another one.
      const id = jobs[place * each + (sent % each)] as string
      const answer = await sender.send({
        method: 'PATCH',
        path: `/api/v2/jobs/${id}`,
        headers: { ...headers, 'if-match': `"${versions.get(id) ?? 1}"` },
        body: { summary: `Note ${sent}` },
      })
      versions.set(id, String(jsonOf(answer, 200).version))
    },
    async board() {
      jsonOf(await sender.send(get(`/schedule?date=${account.lastDay}`)), 200)
    },
    async job() {
      const id = jobs[(sent * 7_919 + place) % jobs.length]
      const include = 'location,customer,appointments,technicians,invoice'
      jsonOf(await sender.send(get(`/jobs/${id}?include=${include}&includeDeleted=true`)), 200)
    },
    async search() {
      jsonOf(await sender.send(get(`/search?q=${encodeURIComponent(`Customer ${sent % 100}`)}`)), 200)
    },
    async changes() {
      const from = after === null ? '' : `?after=${after}`
      const until = after === null ? 'id: ' : 'event: change'
      const { text } = await sender.send({ ...get(`/changes${from}`), until })
      const ids = [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id as string)
      // Before the last change, so that the next response has one too.
      after = ids.at(-2) ?? positionBefore(ids[0])
    },
  }
  return {
    close: sender.close,
    send(kind) {
      sent++
      return works[kind]()
    },
  }
}

/** The position of the change before, so that there is one since. */
function positionBefore(position = ''): string {
  const [epoch, seq] = position.split('.')
  return `${epoch}.${Math.max(0, Number(seq) - 1)}`
}

async function work(url: string, people: readonly Dispatcher[], seconds: number): Promise<DispatchFigure> {
  const times: { readonly kind: Kind; readonly ms: number }[] = []
  let failures = 0
  const before = await readBusy(url)
  const began = performance.now()
  const request = async ({ send }: Dispatcher, kind: Kind, dueMs: number) => {
    await sleep(Math.max(0, dueMs - performance.now()))
    await send(kind).catch((error: unknown) => {
      if (failures++ === 0) process.stderr.write(`${kind}: ${(error as Error).message}\n`)
    })
    times.push({ kind, ms: performance.now() - dueMs })
  }
  const all = people.flatMap((person, place) =>
    Array.from({ length: seconds * mix.length }, (_, n) =>
      request(person, mix[n % mix.length] as Kind, began + (n / mix.length + place / people.length) * 1_000),
    ),
  )
  await Promise.all(all)
  const elapsed = (performance.now() - began) / 1_000
  const after = await readBusy(url)
  const of = (wanted: Kind | null) =>
    times.filter(({ kind }) => wanted === null || kind === wanted).map(({ ms }) => ms)
  const spent = (one: keyof typeof before) => (after[one] - before[one]) / elapsed
  return {
    dispatchers: people.length,
    perSecond: times.length / elapsed,
    p50Ms: median(of(null)),
    p95Ms: percentile(of(null), 0.95),
    p95MsOf: Object.fromEntries(mix.map((kind) => [kind, percentile(of(kind), 0.95)])) as Record<
      Kind,
      number
    >,
    failures,
    busy: { machine: spent('machine'), api: spent('api'), load: spent('load') },
  }
}

/** Seconds of processors that were used so far. */
async function readBusy(url: string) {
  const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1_000_000
  const answer = await fetch(`${url}/cpu`)
  return {
    machine: cpus().reduce((sum, { times }) => sum + times.user + times.sys + times.nice, 0) / 1_000,
    api: seconds((await answer.json()) as NodeJS.CpuUsage),
    load: seconds(process.cpuUsage()),
  }
}

function medianOf(rounds: readonly DispatchFigure[]): DispatchFigure {
  const one = rounds[0] as DispatchFigure
  const of = (read: (figure: DispatchFigure) => number) => median(rounds.map(read))
  return {
    dispatchers: one.dispatchers,
    perSecond: of(({ perSecond }) => perSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p95Ms: of(({ p95Ms }) => p95Ms),
    p95MsOf: Object.fromEntries(mix.map((kind) => [kind, of(({ p95MsOf }) => p95MsOf[kind])])) as Record<
      Kind,
      number
    >,
    failures: rounds.reduce((sum, { failures }) => sum + failures, 0),
    busy: {
      machine: of(({ busy }) => busy.machine),
      api: of(({ busy }) => busy.api),
      load: of(({ busy }) => busy.load),
    },
  }
}
