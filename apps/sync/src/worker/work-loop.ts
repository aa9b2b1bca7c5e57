import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import type { Alarm } from './alarm.ts'

/** Jobs that any worker may claim. A claim that is not renewed expires, and another worker takes the job over. */
export interface WorkSource<Job extends { readonly tenantId: string }> {
  /** The name in logs. */
  readonly name: string
  /** Interval of renewals, in milliseconds. */
  readonly renewEveryMs: number
  /** Claims the next job, excluding these tenants; null: there is none. */
  claim(exceptTenants: readonly string[]): Promise<Job | null>
  /** @returns false when another worker has the claim: the job must stop */
  renew(job: Job): Promise<boolean>
  /** Releases the claim of a job that failed to do so; has no effect on a lost claim. */
  release(job: Job): Promise<void>
}

export interface WorkLoopOptions<Job extends { readonly tenantId: string }, Outcome> {
  readonly source: WorkSource<Job>
  /** Jobs in parallel. */
  readonly concurrency: number
  /** Maximum number of parallel jobs of one tenant while other tenants have work. */
  readonly perTenant: () => number
  /** Runs the job and releases its claim; the signal aborts when the worker stops, or when the claim is lost. */
  readonly run: (job: Job, signal: AbortSignal) => Promise<Outcome>
  /** Called with the outcome of each job that ended. */
  readonly onOutcome: (job: Job, outcome: Outcome) => void
  /** Rings when there may be a job to claim. */
  readonly alarm: Alarm
  readonly logger: Logger
  readonly signal: AbortSignal
}

export interface WorkLoop {
  /** The number of running jobs. */
  readonly active: () => number
  /** The number of jobs that have ended since the loop began. */
  readonly endedJobs: () => number
  /** Resolves when the signal has aborted and every job has ended. */
  readonly ended: Promise<void>
}

/** Maximum pause of the loop without a ring of the alarm, in milliseconds. */
const PAUSE_MS = 5_000

/** Claims and runs jobs, `concurrency` in parallel, until the signal aborts. */
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
      // If this fails as well, the claim expires.
      await source.release(job).catch(() => undefined)
    } finally {
      ended.abort()
      active.delete(job)
      endedJobs++
      alarm.ring()
    }
  }

  const startNextJob = async (): Promise<boolean> => {
    if (active.size >= concurrency) return false
    const busy = busyTenants([...active.keys()], options.perTenant())
    // Idle slots are lent to busy tenants, except the last one: other tenants' new work must not wait for a long run.
    const mayLend = busy.length > 0 && active.size < concurrency - 1
    const job = (await source.claim(busy)) ?? (mayLend ? await source.claim([]) : null)
    if (job) active.set(job, work(job))
    return job !== null
  }

  const loop = async () => {
    while (!signal.aborted) {
      const hasStarted = await startNextJob().catch((error: unknown) => {
        logger.error({ error: errorText(error) }, 'cannot claim a job')
        return false
      })
      if (!hasStarted) await alarm.wait(PAUSE_MS, signal)
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
  let isValid = true
  while (isValid) {
    await sleep(source.renewEveryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    isValid = await source.renew(job).catch((error: unknown) => {
      logger.error({ error: errorText(error) }, 'cannot renew a claim')
      return true
    })
  }
  onLost()
}

/** The tenants that run as many jobs as a tenant may. */
export function busyTenants(active: readonly { readonly tenantId: string }[], perTenant: number): string[] {
  const counts = new Map<string, number>()
  for (const { tenantId } of active) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= perTenant).map(([tenantId]) => tenantId)
}

/** How many slots a tenant may use: all when it is the only one, else half, but at least one. */
export function slotsPerTenant(concurrency: number, tenants: number): number {
  return tenants <= 1 ? concurrency : Math.max(1, Math.ceil(concurrency / 2))
}
