import type { Logger } from 'pino'
import { errorText } from '../postgres/error-text.ts'
import type { Alarm } from './alarm.ts'
import { keepAliveEveryMs, type Queue, type SyncJob } from './queue.ts'
import type { JobOutcome } from './sync-job.ts'

export interface WorkLoopOptions {
  readonly queue: Queue
  /** Jobs at once. */
  readonly concurrency: number
  /** Jobs of one tenant at once while others wait, so that its backlog leaves room for them. */
  readonly perTenant: () => number
  readonly run: (job: SyncJob) => Promise<JobOutcome>
  /** Told of each job that ended. */
  readonly onOutcome: (job: SyncJob, outcome: JobOutcome) => void
  /** Rings when there may be something to do. */
  readonly alarm: Alarm
  readonly logger: Logger
  readonly signal: AbortSignal
}

export interface WorkLoop {
  /** Jobs under way. */
  readonly active: () => number
  /** Resolves when the signal has aborted and every job has ended. */
  readonly ended: Promise<void>
}

/** How long the queue is left alone when it had nothing, in milliseconds. */
const POLL_MS = 2_000

/** Takes jobs from the queue and works at them, `concurrency` at a time, until the signal aborts. */
export function startWorkLoop(options: WorkLoopOptions): WorkLoop {
  const { queue, concurrency, alarm, logger, signal } = options
  const active = new Map<SyncJob, Promise<void>>()

  const heartbeat = setInterval(() => {
    queue
      .keepAlive([...active.keys()])
      .catch((error: unknown) => logger.error({ error: errorText(error) }, 'cannot tell that jobs go on'))
  }, keepAliveEveryMs)

  const work = async (job: SyncJob) => {
    try {
      const outcome = await options.run(job)
      options.onOutcome(job, outcome)
      if (outcome.outcome === 'failed') await queue.fail(job, { error: errorText(outcome.error) })
      else await queue.complete(job, { outcome: outcome.outcome })
    } catch (error) {
      // The job stays at work in the queue until it is taken for dead, and then comes again.
      logger.error({ tenant: job.tenantId, table: job.tableName, error: errorText(error) }, 'job was lost')
    } finally {
      active.delete(job)
      alarm.ring()
    }
  }

  const takeOne = async (): Promise<boolean> => {
    if (active.size >= concurrency) return false
    const busy = busyTenants([...active.keys()], options.perTenant())
    // A slot that nobody else wants is lent, but never the last one: whoever comes then does not wait for a long run.
    const isToLend = busy.length > 0 && active.size < concurrency - 1
    const job = (await queue.take(busy)) ?? (isToLend ? await queue.take([]) : null)
    if (job) active.set(job, work(job))
    return job !== null
  }

  const loop = async () => {
    while (!signal.aborted) {
      const took = await takeOne().catch((error: unknown) => {
        logger.error({ error: errorText(error) }, 'cannot take a job')
        return false
      })
      if (!took) await alarm.wait(POLL_MS, signal)
    }
    await Promise.all(active.values())
    clearInterval(heartbeat)
  }
  return { active: () => active.size, ended: loop() }
}

/** The tenants that have as many jobs under way as one may have. */
export function busyTenants(active: readonly { readonly tenantId: string }[], perTenant: number): string[] {
  const counts = new Map<string, number>()
  for (const { tenantId } of active) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= perTenant).map(([tenantId]) => tenantId)
}

/** How many of the slots one tenant has a right to: all when it is alone, else half, and at least one. */
export function slotsPerTenant(concurrency: number, tenants: number): number {
  return tenants <= 1 ? concurrency : Math.max(1, Math.ceil(concurrency / 2))
}
