import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import { createMigrator } from 'db-migrations'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { Logger } from 'pino'
import { openPool } from '../database.ts'
import type { CredentialsByTenant } from '../tenants/credentials.ts'
import { createTenantApi } from '../tenants/tenant-api.ts'
import { type Alarm, createAlarm } from './alarm.ts'
import type { TableClaim } from './claims/table-claims.ts'
import { createClients } from './clients.ts'
import { findWork } from './find-work.ts'
import { startHttpServer } from './http-server.ts'
import { listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { applyRetention } from './retention.ts'
import { type JobOutcome, runJob } from './sync-job.ts'
import { createSyncSource } from './sync-source.ts'
import { slotsPerTenant, startWorkLoop, type WorkLoop } from './work-loop.ts'

// A worker:
//
//   raw.sync_state, raw.sync_schedules, raw.sync_requests ─ find work ─> claim ─> runSync ─> after-run ─┐
//              ^                                                                                        │
//              └─────── when the table is due again, the circuit, the answer, the end of the claim ─────┘
//
// Any number of workers do all of this in parallel. What is due is in schema raw, and so is who has claimed it: a claim
// expires when its worker dies (claims/table-claims.ts).

export interface WorkerOptions {
  /** The database's URL. */
  readonly url: string
  readonly readCredentials: () => CredentialsByTenant
  /** Requests a second for one tenant, of all processes together. */
  readonly requestsPerSecond: number
  /** Jobs in parallel. */
  readonly concurrency: number
  /** Where to serve health and metrics; null: nowhere. */
  readonly http: { readonly port: number; readonly host: string } | null
  /** Whether to end when nothing is due any more. */
  readonly once: boolean
  readonly logger: Logger
  /** Aborts when the worker is to stop: current pages are finished. */
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** Called with the port on which health and metrics are served. */
  readonly onListening?: (port: number) => void
}

export interface WorkerSummary {
  readonly succeeded: number
  readonly failed: number
}

/** How often a worker looks for what is due, in milliseconds; requests that are announced do not wait for it. */
const LOOK_EVERY_MS = 5_000
/** How many looks in a row may find no database before a worker with `once` fails. */
const LOOKS_WITHOUT_DATABASE = 3
const RELOAD_EVERY_MS = 60_000
const RETENTION_EVERY_MS = 60 * 60_000
/** Within the ten seconds that a process gets to stop. */
const STOP_WITHIN_MS = 8_000

/**
 * Syncs everything that is due or requested, until the signal aborts; with `once`, until nothing is.
 * @throws when it cannot begin: wrong credentials, or no database; with `once` also when the database is gone
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerSummary> {
  const { url, logger, concurrency, now = Date.now } = options
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  // Each job and each chore listens.
  setMaxListeners(0, signal)
  const onError = (error: Error) => logger.warn({ error: errorText(error) }, 'a connection broke')
  const pool = openPool(url, { max: concurrency + 4, onError })
  // Each job renews its claim, and one more is made.
  const claimsPool = openPool(url, { max: concurrency + 1, onError })
  try {
    const metrics = createMetrics(pool, async () => {
      const found = await findWork({ pool, tenantIds: clients.tenantIds(), now: new Date(now()) })
      return found.length
    })
    const clients = createClients(options.readCredentials, (credentials) =>
      createTenantApi(credentials, {
        pool,
        logger,
        perSecond: options.requestsPerSecond,
        onAnswer: metrics.countAnswer,
      }),
    )
    const findProblems = () => notReady(url)
    await using http = options.http ? await startHttpServer({ ...options.http, metrics, findProblems }) : null
    if (http) options.onListening?.(http.port)

    const summary = { succeeded: 0, failed: 0 }
    const toWork = createAlarm()
    const toLook = createAlarm()
    const source = createSyncSource({
      pool,
      claimsPool,
      tenantIds: clients.tenantIds,
      now,
    })
    const loop = startWorkLoop<TableClaim, JobOutcome>({
      source,
      concurrency,
      logger,
      signal,
      alarm: toWork,
      perTenant: () => slotsPerTenant(concurrency, clients.tenantIds().length),
      run: async (claim, jobSignal) =>
        runJob({ pool, logger, signal: jobSignal, now, api: clients.find(claim.tenantId) }, claim),
      onOutcome(job, outcome) {
        metrics.countJob(job, outcome)
        if (outcome.outcome === 'succeeded' || outcome.outcome === 'failed') summary[outcome.outcome]++
        else if (outcome.outcome !== 'settled') return
        // There may be a request behind it; a table that is merely busy can wait for the next look.
        toLook.ring()
      },
    })
    const done = Symbol('nothing is due')
    let failedLooks = 0
    logger.info({ tenants: clients.tenantIds(), concurrency }, 'worker began')
    for (const tenant of await unlistedTenants(pool, clients.tenantIds())) {
      logger.warn(
        { tenant },
        `is not in raw.tenants, and so is not synced: sync tenants add ${tenant} --name …`,
      )
    }
    const chores = [
      repeat('look for what is due', LOOK_EVERY_MS, toLook, { logger, signal }, async () => {
        const endedBefore = loop.endedJobs()
        const waiting = await source.look().catch((error: unknown) => {
          // A worker waits for its database to return; one with `once` does not wait for ever.
          if (options.once && ++failedLooks >= LOOKS_WITHOUT_DATABASE) ended.abort(error)
          throw error
        })
        failedLooks = 0
        if (waiting > 0) toWork.ring()
        // A job that ended meanwhile may have left a request behind it, which this look has not seen.
        else if (options.once && loop.active() === 0 && loop.endedJobs() === endedBefore) ended.abort(done)
      }),
      repeat('read the credentials', RELOAD_EVERY_MS, createAlarm(), { logger, signal }, async () => {
        for (const problem of clients.reload()) logger.error({ problem }, 'credentials')
      }),
      repeat('remove what is old', RETENTION_EVERY_MS, createAlarm(), { logger, signal }, async () => {
        const removed = await applyRetention(pool, { now: new Date(now()), signal })
        logger.debug(removed, 'removed what is old')
      }),
      listen(url, { onNotice: toLook.ring, logger, signal }),
    ]
    await stopped(loop, chores, signal, logger)
    if (ended.signal.aborted && ended.signal.reason !== done) throw ended.signal.reason
    logger.info(summary, 'worker ended')
    return summary
  } finally {
    // A connection that a stuck statement holds would keep pool.end() waiting; the process ends without it.
    await withinMs(1_000, Promise.all([pool.end(), claimsPool.end()]))
  }
}

/** The tenants that have credentials and no row. */
async function unlistedTenants(pool: pg.Pool, tenantIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<CamelRow<'raw.tenants', 'tenant_id'>>(
    'SELECT tenant_id AS "tenantId" FROM raw.tenants',
  )
  return tenantIds.filter((id) => !rows.some(({ tenantId }) => tenantId === id))
}

/** Resolves when the signal has aborted and everything has ended, or has had its time. */
async function stopped(
  loop: WorkLoop,
  chores: readonly Promise<void>[],
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  if (!(await withinMs(STOP_WITHIN_MS, Promise.all([loop.ended, ...chores]))))
    logger.warn({ jobs: loop.active() }, 'stopped with jobs under way; others will take them over')
}

/** Whether the work ends within so many milliseconds. */
async function withinMs(ms: number, work: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController()
  const deadline = sleep(ms, false, { signal: stop.signal }).catch(() => false)
  const inTime = await Promise.race([work.then(() => true), deadline])
  stop.abort()
  return inTime
}

/** Does a chore now, and again every `everyMs` milliseconds or when the alarm rings; a failure is logged. */
async function repeat(
  name: string,
  everyMs: number,
  alarm: Alarm,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
  chore: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await chore().catch((error: unknown) => logger.error({ error: errorText(error) }, `cannot ${name}`))
    await alarm.wait(everyMs, signal)
  }
}

/** What keeps a worker from working: the database cannot be reached, or has not the schema that is expected. */
async function notReady(url: string): Promise<string[]> {
  try {
    await createMigrator({ connectionString: url }).assertUpToDate()
    return []
  } catch (error) {
    return [errorText(error)]
  }
}
