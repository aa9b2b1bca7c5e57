import type pg from 'pg'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly countRequest: (request: {
    readonly method: string
    readonly route: string
    readonly status: number
    readonly ms: number
  }) => void
  /** Counts a change stream that began or, with -1, ended. */
  readonly countStream: (by: 1 | -1) => void
  /** All metrics in the text format of Prometheus. */
  readonly render: () => Promise<string>
  readonly contentType: string
}

/** Metrics of this process since its start. They name no tenant. */
export function createMetrics(pool: pg.Pool): Metrics {
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
      this.set(pool.waitingCount)
    },
  })
  return {
    countRequest: ({ method, route, status, ms }) =>
      requests.observe({ method, route, status: String(status) }, ms / 1000),
    countStream: (by) => streams.inc(by),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
