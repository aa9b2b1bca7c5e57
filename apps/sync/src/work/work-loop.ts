import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import type { Alarm } from '../schedule/alarm.ts'

/** Tasks that any worker may claim. A claim that is not renewed expires, and another worker takes the task over. */
export interface WorkSource<Task extends { readonly tenantId: string }> {
  /** The name in logs. */
  readonly name: string
  /** Interval of renewals, in milliseconds. */
  readonly renewEveryMs: number
  /** Claims the next task, excluding these tenants; null: there is none. */
  claim(exceptTenants: readonly string[]): Promise<Task | null>
  /** @returns false when another worker has the claim: the task must stop */
  renew(task: Task): Promise<boolean>
  /** Releases the claim of a task that failed to do so, as `error` says; has no effect on a lost claim. */
  release(task: Task, error: string): Promise<void>
}

export interface WorkLoopOptions<Task extends { readonly tenantId: string }, Outcome> {
  readonly source: WorkSource<Task>
  /** Maximum number of parallel tasks. */
  readonly concurrency: number
  /** Maximum number of parallel tasks of one tenant while other tenants have work. */
  readonly perTenant: () => number
  /** Runs the task and releases its claim; the signal aborts when the worker stops, or when the claim is lost. */
  readonly run: (task: Task, signal: AbortSignal) => Promise<Outcome>
  /** Called with the outcome of each task that ended. */
  readonly onOutcome: (task: Task, outcome: Outcome) => void
  /** Rings when there may be a task to claim. */
  readonly alarm: Alarm
  readonly logger: Logger
  readonly signal: AbortSignal
}

export interface WorkLoop {
  /** The number of running tasks. */
  readonly active: () => number
  /** The number of tasks that have ended since the loop began. */
  readonly endedTasks: () => number
  /** Resolves when the signal has aborted and every task has ended. */
  readonly ended: Promise<void>
}

/** Maximum pause of the loop without a ring of the alarm, in milliseconds. */
const PAUSE_MS = 5_000

/** Claims and runs tasks, `concurrency` in parallel, until the signal aborts. */
export function startWorkLoop<Task extends { readonly tenantId: string }, Outcome>(
  options: WorkLoopOptions<Task, Outcome>,
): WorkLoop {
  const { source, concurrency, alarm, signal } = options
  const logger = options.logger.child({ source: source.name })
  const active = new Map<Task, Promise<void>>()
  let endedTasks = 0

  const work = async (task: Task) => {
    const lost = new AbortController()
    const taskSignal = AbortSignal.any([signal, lost.signal])
    setMaxListeners(0, taskSignal)
    const ended = new AbortController()
    void keepClaim(source, task, { logger, signal: ended.signal, onLost: () => lost.abort() })
    try {
      options.onOutcome(task, await options.run(task, taskSignal))
    } catch (error) {
      logger.error(
        { tenant: task.tenantId, task, error: errorText(error) },
        'task failed; its claim is released',
      )
      // If this fails as well, the claim expires.
      await source.release(task, errorText(error)).catch(() => undefined)
    } finally {
      ended.abort()
      active.delete(task)
      endedTasks++
      alarm.ring()
    }
  }

  const startNextTask = async (): Promise<boolean> => {
    if (active.size >= concurrency) return false
    const busy = busyTenants([...active.keys()], options.perTenant())
    // Idle slots are lent to busy tenants, except the last one: other tenants' new work must not wait for a long run.
    const mayLend = busy.length > 0 && active.size < concurrency - 1
    const task = (await source.claim(busy)) ?? (mayLend ? await source.claim([]) : null)
    if (task) active.set(task, work(task))
    return task !== null
  }

  const loop = async () => {
    while (!signal.aborted) {
      const hasStarted = await startNextTask().catch((error: unknown) => {
        logger.error({ error: errorText(error) }, 'cannot claim a task')
        return false
      })
      if (!hasStarted) await alarm.wait(PAUSE_MS, signal)
    }
    await Promise.all(active.values())
  }
  return { active: () => active.size, endedTasks: () => endedTasks, ended: loop() }
}

/** Renews the claim of a task until the signal aborts or the claim is lost. */
async function keepClaim<Task extends { readonly tenantId: string }>(
  source: WorkSource<Task>,
  task: Task,
  { logger, signal, onLost }: { logger: Logger; signal: AbortSignal; onLost: () => void },
): Promise<void> {
  let isValid = true
  while (isValid) {
    await sleep(source.renewEveryMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    isValid = await source.renew(task).catch((error: unknown) => {
      logger.error({ error: errorText(error) }, 'cannot renew a claim')
      return true
    })
  }
  onLost()
}

/** The tenants that run as many tasks as a tenant may. */
export function busyTenants(active: readonly { readonly tenantId: string }[], perTenant: number): string[] {
  const counts = new Map<string, number>()
  for (const { tenantId } of active) counts.set(tenantId, (counts.get(tenantId) ?? 0) + 1)
  return [...counts].filter(([, count]) => count >= perTenant).map(([tenantId]) => tenantId)
}

/** How many slots a tenant may use: all when it is the only one, else half, but at least one. */
export function slotsPerTenant(concurrency: number, tenants: number): number {
  return tenants <= 1 ? concurrency : Math.max(1, Math.ceil(concurrency / 2))
}
