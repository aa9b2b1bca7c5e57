import pg from 'pg'
import { catchUp } from '../../src/followers/catch-up.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { createKey, type ServedApi, serveApi } from '../support/api-process.ts'
import { runHere, startCommand } from '../support/command.ts'
import { crashServer, syncBackends } from '../support/crash-server.ts'
import { type OwnServer, startOwnServer } from '../support/own-server.ts'
import { connect, type FaultTenant, openTenant } from '../support/tenant.ts'
import { editedTables } from './edited-tables.ts'

// Where the whole model test plays: PostgreSQL and the API serve all seeds, as processes that are killed; each seed has a
// tenant, its sandbox, and workers of its own.

/** The true waits, or those of a hundredth: all that ServiceTitan and LAZI wait for is scaled alike. */
export const scale = process.env.HYBRID_TRUE_WAITS === '1' ? 1 : 0.01

const scaled = (ms: number) => String(Math.round(ms * scale))
const waits = {
  SYNC_PUSH_REQUEST_LIMIT_MS: scaled(100_000),
  SYNC_PUSH_LOOK_AFTER_MS: scaled(120_000),
  SYNC_PUSH_LOOK_AGAIN_AFTER_MS: scaled(30_000),
  SYNC_PUSH_LEASE_MS: scaled(180_000),
  SYNC_PUSH_RETRY_MS: scaled(1_000),
  SYNC_PUSH_LONGEST_RETRY_MS: scaled(900_000),
}

/** What all seeds share. */
export interface Theatre extends AsyncDisposable {
  readonly server: OwnServer
  readonly api: () => ServedApi
  /** Ends the API at once, and starts it again. */
  killApi(): Promise<void>
}

export async function openTheatre(): Promise<Theatre> {
  const server = await startOwnServer()
  let api = await serveApi(server.url)
  return {
    server,
    api: () => api,
    async killApi() {
      await api.kill()
      api = await serveApi(server.url)
    },
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await server.close()
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

export interface StageOptions {
  readonly seed: number
  readonly workers: number
  /** How long ServiceTitan's feeds lag, in milliseconds. */
  readonly lagMs: number
  /** Whether ServiceTitan writes texts in a form of its own. */
  readonly isNormalising: boolean
}

/** One seed's tenant. */
export interface Stage extends AsyncDisposable {
  readonly tenant: FaultTenant
  readonly pool: pg.Pool
  readonly lagMs: number
  readonly workers: number
  /** What a person sends to the API. @returns null when there is no response */
  call(
    method: string,
    path: string,
    request?: { readonly body?: unknown; readonly version?: unknown },
  ): Promise<Answer | null>
  killApi(): Promise<void>
  /** Ends a worker at once, and starts it again. */
  killWorker(place: number): Promise<void>
  /** Kills a process of PostgreSQL that serves a worker: PostgreSQL ends as in a crash, and recovers. */
  crash(): Promise<boolean>
}

/** Syncs the account, and gives it to both sides. */
export async function openStage(
  theatre: Theatre,
  { seed, workers, lagMs, isNormalising }: StageOptions,
): Promise<Stage> {
  const { server } = theatre
  const now = Date.now()
  const normalise = { texts: isNormalising, states: isNormalising }
  const tenant = await openTenant(server, {
    sizes: { locations: 8, jobs: 6, appointments: 8, technicians: 3 },
    sandbox: {
      seed: String(seed),
      now,
      dataNow: now - 3_600_000,
      realNow: Date.now,
      exportLagMs: lagMs,
      requestLogSize: 1_000_000,
      writes: { normalise },
    },
  })
  const { tenantId } = tenant
  await tenant.syncAll()
  const client = await connect(server.url)
  await catchUp(client, recordsFollower, { tenantId, signal: new AbortController().signal })
  await client.end()
  for (const domain of new Set(editedTables.map((table) => table.domain))) {
    const switched = await runHere(
      ['domains', 'set', domain, 'hybrid', '--tenant', tenantId, '--yes'],
      tenant.env,
    )
    if (switched.code !== 0) throw new Error(switched.stderr)
  }
  const key = await createKey(server.url, tenantId, 'write:records,write:dispatch')
  // Not that of the server, which waits for its connections to end when PostgreSQL crashes.
  const pool = new pg.Pool({ connectionString: server.url, max: 4 })
  pool.on('error', () => undefined)
  const running = await Promise.all(Array.from({ length: workers }, () => startWorker(tenant)))
  const end = async ({ child, result }: (typeof running)[number]) => {
    child.kill('SIGKILL')
    await result
  }
  return {
    tenant,
    pool,
    lagMs,
    workers,
    async call(method, path, { body, version } = {}) {
      try {
        const response = await fetch(`${theatre.api().url}/api/v2/${path}`, {
          method,
          headers: {
            authorization: `Bearer ${key}`,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(version !== undefined && { 'if-match': `"${version}"` }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(10_000),
        })
        return { status: response.status, body: (await response.json()) as Answer['body'] }
      } catch {
        return null
      }
    },
    killApi: () => theatre.killApi(),
    async killWorker(place) {
      const worker = running[place]
      if (worker) await end(worker)
      running[place] = await startWorker(tenant)
    },
    async crash() {
      const [pid] = await syncBackends(server, 'true')
      return pid !== undefined && crashServer(server, pid)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(end))
      await pool.end()
      await tenant[Symbol.asyncDispose]()
    },
  }
}

/** Starts a worker, and waits until it works. */
async function startWorker({ env }: FaultTenant): Promise<ReturnType<typeof startCommand>> {
  const started = startCommand(['worker', '--concurrency', '2'], { ...env, ...waits })
  const { child, result } = started
  await Promise.race([
    new Promise<void>((resolve) => {
      child.stderr?.on('data', (text) => String(text).includes('worker began') && resolve())
    }),
    result.then(({ stderr }) => {
      throw new Error(`A worker did not start: ${stderr}`)
    }),
  ])
  return started
}
