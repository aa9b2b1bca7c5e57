import { setMaxListeners } from 'node:events'
import { errorText } from 'cli-kit'
import { workerBeatMs } from 'db-migrations/protocol'
import type { Logger } from 'pino'
import { followers } from '../all-followers.ts'
import type { AuditSettings } from '../audit/settings.ts'
import { openPool } from '../database.ts'
import { findBehind, follow } from '../followers/follow.ts'
import { createPushNotes } from '../push/push-notes.ts'
import { PUSH_SLOTS, startPushing } from '../push/start-pushing.ts'
import { type PushTimes, usualTimes, writeLimits } from '../push/times.ts'
import { createAlarm } from '../schedule/alarm.ts'
import type { CredentialsByTenant } from '../tenants/credentials.ts'
import { createTenantApi } from '../tenants/tenant-api.ts'
import { createClients } from '../work/clients.ts'
import { repeat } from '../work/repeat.ts'
import { slotsPerTenant, startWorkLoop } from '../work/work-loop.ts'
import { auditChores } from './audit-chores.ts'
import type { TableClaim } from './claims/table-claims.ts'
import { findWork } from './find-work.ts'
import { startHttpServer } from './http-server.ts'
import { listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { createPresence } from './presence.ts'
import { findReadinessProblems, findUnsynced, missingTenants } from './readiness.ts'
import { applyRetention } from './retention.ts'
import { stopped, withinMs } from './stopped.ts'
import { createSyncSource } from './sync-source.ts'
import { runTask, type TaskOutcome } from './sync-task.ts'

// A worker:
//
//   raw.sync_state, raw.sync_schedules, raw.sync_requests ─ find work ─> claim ─> runSync ─> after-run ─┐
//              ^                                                                                        │
//              └──── next_run_at, the circuit, the result of the request, and the end of the claim ─────┘
//
// It also follows the change feeds, step by step (followers/take-step.ts).
//
// Any number of workers run in parallel. Schema raw has both the due times and the claims; the claim of a worker that
// dies expires (claims/table-claims.ts).

export interface WorkerOptions {
  /** The database's URL. */
  readonly url: string
  readonly readCredentials: () => CredentialsByTenant
  /** Requests per second and tenant, of all processes together. */
  readonly requestsPerSecond: number
  /** Maximum number of parallel tasks. */
  readonly concurrency: number
  /** The address of health and metrics; null: they are not served. */
  readonly http: { readonly port: number; readonly host: string } | null
  /** How the audit log is sealed, and how long it is kept. */
  readonly audit: AuditSettings
  /** Whether to stop once nothing is due or requested. */
  readonly once: boolean
  readonly logger: Logger
  /** Stops the worker; current pages are finished. */
  readonly signal: AbortSignal
  /** The time in milliseconds since 1970. @default Date.now */
  readonly now?: () => number
  /** A file of this worker that is not restored with the database; null: none. @default null */
  readonly notesFile?: string | null
  /** The waits of pushes. @default those of ServiceTitan's API */
  readonly times?: PushTimes
  /** Called with the port on which health and metrics are served. */
  readonly onListening?: (port: number) => void
}

export interface WorkerSummary {
  readonly succeeded: number
  readonly failed: number
  /** The tenants with credentials that did not exist at the start: nothing was synced for them. */
  readonly missing: readonly string[]
}

/** Polling interval for due tables, in milliseconds; a NOTIFY about a request starts a poll immediately. */
export const POLL_EVERY_MS = 5_000
/** The number of tenants that a follower serves in parallel; a budget of its own beside `concurrency`. */
const FOLLOWER_SLOTS = 2
/** The number of consecutive failed polls after which a worker with `once` fails. */
const MAX_FAILED_POLLS = 3
/** Interval in which followers of what another emits look for changes that other processes have made, in milliseconds. */
const LATER_FOLLOWERS_EVERY_MS = 20_000
/** Interval in which records to send are looked for; an edit rings at once, in milliseconds. */
const PUSHES_EVERY_MS = 20_000
const RELOAD_EVERY_MS = 60_000
const RETENTION_EVERY_MS = 60 * 60_000
const END_WITHIN_MS = 500

/**
 * Syncs due and requested tables until the signal aborts; with `once`, until there are none.
 * @throws when it cannot start: invalid credentials, or no database; with `once` also when the database becomes
 *   unavailable
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerSummary> {
  const { url, logger, concurrency, audit, now = Date.now, times = usualTimes } = options
  const ended = new AbortController()
  const signal = AbortSignal.any([options.signal, ended.signal])
  // Each task and each periodic activity adds a listener.
  setMaxListeners(0, signal)
  const onError = (error: Error) => logger.warn({ error: errorText(error) }, 'connection lost')
  const pool = openPool(url, { max: concurrency + 4, onError })
  // What polls keeps its connection between polls.
  const followersPool = openPool(url, {
    max: followers.length * (FOLLOWER_SLOTS + 1),
    idleTimeoutMs: 2 * LATER_FOLLOWERS_EVERY_MS,
    onError,
  })
  const pushPool = openPool(url, { max: PUSH_SLOTS + 1, idleTimeoutMs: 2 * PUSHES_EVERY_MS, onError })
  // One connection per task for renewals, one for the next claim, and one for the beat, which stays open between beats.
  const claimsPool = openPool(url, { max: concurrency + 2, idleTimeoutMs: 2 * workerBeatMs, onError })
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
        writes: writeLimits(times),
        onResponse: metrics.countResponse,
      }),
    )
    await using http = options.http
      ? await startHttpServer({
          ...options.http,
          metrics,
          findProblems: () => findReadinessProblems(url),
          findNotes: () => findUnsynced(pool, clients.tenantIds()),
        })
      : null
    if (http) options.onListening?.(http.port)

    const missing = await missingTenants(pool, clients.tenantIds())
    const summary = { succeeded: 0, failed: 0, missing }
    const workAlarm = createAlarm()
    const pollAlarm = createAlarm()
    const following = followers.map((follower) => ({ follower, alarm: createAlarm() }))
    const source = createSyncSource({
      pool,
      claimsPool,
      tenantIds: clients.tenantIds,
      now,
    })
    const loop = startWorkLoop<TableClaim, TaskOutcome>({
      source,
      concurrency,
      logger,
      signal,
      alarm: workAlarm,
      perTenant: () => slotsPerTenant(concurrency, clients.tenantIds().length),
      run: async (claim, taskSignal) =>
        runTask({ pool, logger, signal: taskSignal, now, api: clients.find(claim.tenantId) }, claim),
      onOutcome(task, outcome) {
        metrics.countTask(task, outcome)
        following[0]?.alarm.ring()
        if (outcome.outcome === 'succeeded' || outcome.outcome === 'failed') summary[outcome.outcome]++
        else if (outcome.outcome !== 'finished') return
        // Another request for the table may be pending. A busy table can wait for the next poll.
        pollAlarm.ring()
      },
    })
    const pushing = startPushing({
      pool: pushPool,
      clients,
      times,
      notes: createPushNotes(options.notesFile ?? null),
      everyMs: PUSHES_EVERY_MS,
      logger,
      signal,
      now,
    })
    const presence = createPresence(claimsPool, { once: options.once })
    const done = Symbol('nothing is due')
    let failedPolls = 0
    logger.info({ tenants: clients.tenantIds(), concurrency }, 'worker began')
    for (const line of await findUnsynced(pool, clients.tenantIds())) logger.warn(line)
    const activities = [
      repeat(
        'report that the worker is alive',
        workerBeatMs,
        createAlarm(),
        { logger, signal },
        presence.beat,
      ),
      repeat('find due tables', POLL_EVERY_MS, pollAlarm, { logger, signal }, async () => {
        const endedBefore = loop.endedTasks()
        const waiting = await source.refresh().catch((error: unknown) => {
          // A worker waits until the database is available again; with `once` it gives up.
          if (options.once && ++failedPolls >= MAX_FAILED_POLLS) ended.abort(error)
          throw error
        })
        failedPolls = 0
        if (waiting > 0) workAlarm.ring()
        // After a task that ended during the poll, a request may be pending that the poll has not found.
        else if (options.once && loop.active() === 0 && loop.endedTasks() === endedBefore) {
          const behind = await Promise.all(
            followers.map((follower) => findBehind(followersPool, follower, new Date(now()))),
          )
          const isCaughtUp = behind.every(({ length }) => length === 0) && (await pushing.isIdle())
          if (isCaughtUp) ended.abort(done)
          else for (const { alarm } of following) alarm.ring()
        }
      }),
      repeat('read the credentials', RELOAD_EVERY_MS, createAlarm(), { logger, signal }, async () => {
        for (const problem of clients.reload()) logger.error({ problem }, 'credentials')
      }),
      repeat('remove old history', RETENTION_EVERY_MS, createAlarm(), { logger, signal }, async () => {
        const removed = await applyRetention(pool, { now: new Date(now()), signal })
        logger.debug(removed, 'removed old history')
      }),
      ...auditChores({ pool, audit, metrics, now, logger, signal }),
      pushing.polling,
      listen(url, { onRequest: pollAlarm.ring, onPush: pushing.alarm.ring, logger, signal }),
      ...following.map(({ follower, alarm }, place) =>
        follow({
          follower,
          pool: followersPool,
          slots: FOLLOWER_SLOTS,
          // A later follower rings when the one before it has caught up.
          everyMs: place === 0 ? POLL_EVERY_MS : LATER_FOLLOWERS_EVERY_MS,
          alarm,
          // What one follower emits, the next one follows.
          onCaughtUp: () => {
            following[place + 1]?.alarm.ring()
            if (options.once) pollAlarm.ring()
          },
          now,
          logger,
          signal,
        }),
      ),
    ]
    await stopped([loop, pushing.loop], activities, signal, logger)
    if (ended.signal.aborted && ended.signal.reason !== done) throw ended.signal.reason
    if (!(await withinMs(END_WITHIN_MS, presence.end()).catch(() => false)))
      logger.warn('could not report that the worker was stopped')
    logger.info(summary, 'worker ended')
    return summary
  } finally {
    // A stuck statement would block pool.end(); the process then exits without waiting for it.
    await withinMs(1_000, Promise.all([pool.end(), followersPool.end(), pushPool.end(), claimsPool.end()]))
  }
}
