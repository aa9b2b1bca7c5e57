import type pg from 'pg'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly countRequest: (request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly ms: number
  }) => void
  /** Counts a change stream that began or, with -1, ended. */
  readonly countStream: (by: 1 | -1) => void
  /** Counts a change of records that ran again after a deadlock. */
  readonly countDeadlock: () => void
  /** All metrics in the text format of Prometheus. */
  readonly render: () => Promise<string>
  readonly contentType: string
}

/** What the metrics say of the workers. */
export interface WorkerFigures {
  readonly alive: number
  /** How long ago one was last seen, in seconds; null: never. */
  readonly seenSeconds: number | null
}

/** What the metrics ask others for. */
export interface MetricSources {
  /** Requests that wait for a connection. */
  readonly waitingRequests: () => number
  /** Asks PostgreSQL; while that fails, the metrics of the workers are NaN. */
  readonly readWorkers: () => Promise<WorkerFigures>
}

/** Metrics of this process since its start, and of the workers. They name no tenant. */
export function createMetrics(pool: pg.Pool, { waitingRequests, readWorkers }: MetricSources): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'lazi_api_request_duration_seconds',
    help: 'Requests by route and status.',
    registers,
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  })
  const streams = new Gauge({
    name: 'lazi_api_streams',
    help: 'Open change streams.',
    registers,
  })
  new Gauge({
    name: 'lazi_api_pool_connections',
    help: 'Connections to PostgreSQL.',
    registers,
    labelNames: ['state'],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
    },
  })
  new Gauge({
    name: 'lazi_api_pool_waiting',
    help: 'Requests that wait for a connection.',
    registers,
    collect() {
      this.set(waitingRequests())
    },
  })
  const deadlocks = new Counter({
    name: 'lazi_api_deadlocks_total',
    help: 'Changes of records that ran again after a deadlock.',
    registers,
  })
  addWorkers(registers, readWorkers)
  return {
    countRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status: String(status) }, ms / 1000),
    countStream: (by) => streams.inc(by),
    countDeadlock: () => deadlocks.inc(),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/** Under the names that a worker has for them: while none runs, only the API reports them. */
function addWorkers(registers: Registry[], readWorkers: () => Promise<WorkerFigures>): void {
  let pending: Promise<WorkerFigures | null> | null = null
  // Both gauges are collected at once, and share the answer.
  const read = () => {
    pending ??= readWorkers()
      .catch(() => null)
      .finally(() => {
        pending = null
      })
    return pending
  }
  const gauge = (name: string, help: string, figureOf: (figures: WorkerFigures) => number | null) =>
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        const figures = await read()
        this.set((figures && figureOf(figures)) ?? Number.NaN)
      },
    })
  gauge('lazi_sync_workers', 'Workers that are alive.', ({ alive }) => alive)
  gauge(
    'lazi_sync_worker_seen_seconds',
    'Seconds since any worker was last seen; NaN: never.',
    ({ seenSeconds }) => seenSeconds,
  )
}
