import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import type { Alarm } from './alarm.ts'

/** Work that any worker may claim; a claim that is not renewed expires, and another worker takes the job over. */
export interface WorkSource<Job extends { readonly tenantId: string }> {
  /** For logs. */
  readonly name: string
  /** In milliseconds. */
  readonly renewEveryMs: number
  /** Claims the next job, of none of these tenants; null: none is left. */
  claim(exceptTenants: readonly string[]): Promise<Job | null>
  /** @returns false when the claim is lost to another worker: the job has to stop */
  renew(job: Job): Promise<boolean>
  /** Gives the claim of a job back that could not do so itself; a lost one stays as it is. */
  release(job: Job): Promise<void>
}

export interface WorkLoopOptions<Job extends { readonly tenantId: string }, Outcome> {
  readonly source: WorkSource<Job>
  /** Jobs in parallel. */
  readonly concurrency: number
  /** Jobs of one tenant in parallel while others wait, so that its backlog leaves room for them. */
  readonly perTenant: () => number
  /** Runs the job and releases its claim; the signal aborts when the worker stops, or when the claim is lost. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<Outcome>
  /** Called with the outcome of each job that ended. */
  readonly onOutcome: (job: Job, outcome: Outcome) => void
  /** Rings when there may be something to do. */
  readonly alarm: Alarm
  readonly logger: Logger
  readonly signal: AbortSignal
}

export interface WorkLoop {
  /** Jobs under way. */
  readonly active: () => number
  /** Jobs that have ended since the loop began. */
  readonly endedJobs: () => number
  /** Resolves when the signal has aborted and every job has ended. */
  readonly ended: Promise<void>
}

/** The longest pause of a loop whose alarm does not ring, in milliseconds. */
const PAUSE_MS = 5_000

/** Claims jobs and works at them, `concurrency` at a time, until the signal aborts. */
export function startWorkLoop<Job extends { readonly tenantId: string }, Outcome>(
  options: WorkLoopOptions<Job, Outcome>,
): WorkLoop {
  const { source, concurrency, alarm, signal } = options
  const logger = options.logger.child({ source: source.name })
  const active = new Map<Job, Promise<void>>()
  let endedJobs = 0

  const work = async (job: Job) => {
    const lost = new AbortController()
    const jobSignal = AbortSignal.any([signal, lost.signal])
    setMaxListeners(0, jobSignal)
    const ended = new AbortController()
    void keepClaim(source, job, { logger, signal: ended.signal, onLost: () => lost.abort() })
    try {
      options.onOutcome(job, await options.run(job, jobSignal))
    } catch (error) {
      logger.error({ tenant: job.tenantId, job, error: errorText(error) }, 'job was lost')
      // When that fails too, the claim expires.
      await source.release(job).catch(() => undefined)
    } finally {
      ended.abort()
      active.delete(job)
      endedJobs++
      alarm.ring()
    }
  }

  const takeOne = async (): Promise<boolean> => {
    if (active.size >= concurrency) return false
    const busy = busyTenants([...active.keys()], options.perTenant())
    // A slot without other work is lent, but never the last one: a tenant whose work comes then does not wait for a long run.
    const isToLend = busy.length > 0 && active.size < concurrency - 1
    const job = (await source.claim(busy)) ?? (isToLend ? await source.claim([]) : null)
    if (job) active.set(job, work(job))
    return job !== null
  }

  const loop = async () => {
    while (!signal.aborted) {
      const took = await takeOne().catch((error: unknown) => {
        logger.error({ error: errorText(error) }, 'cannot take a job')
        return false
      })
      if (!took) await alarm.wait(PAUSE_MS, signal)
    }
    await Promise.all(active.values())
  }
  return { active: () => active.size, endedJobs: () => endedJobs, ended: loop() }
}

/** Renews the claim of a job until the signal aborts or the claim is lost. */
async function keepClaim<Job extends { readonly tenantId: string }>(
  source: WorkSource<Job>,
  job: Job,
  { logger, signal, onLost }: { logger: Logger; signal: AbortSignal; onLost: () => void },
): Promise<void> {
  let isHeld = true
  while (isHeld) {
    await sleep(source.renewEveryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    isHeld = await source.renew(job).catch((error: unknown) => {
      logger.error({ error: errorText(error) }, 'cannot renew a claim')
      return true
    })
  }
  onLost()
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
