import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { WorkLoop } from '../work/work-loop.ts'

/** How long a worker that stops waits for its tasks: less than the ten seconds that its process has, in milliseconds. */
const STOP_WITHIN_MS = 8_000

/** Resolves when the signal has aborted and all tasks and periodic activities have ended, or after the timeout. */
export async function stopped(
  loops: readonly WorkLoop[],
  activities: readonly Promise<void>[],
  signal: AbortSignal,
  logger: Logger,
): Promise<void> {
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  if (!(await withinMs(STOP_WITHIN_MS, Promise.all([...loops.map(({ ended }) => ended), ...activities]))))
    logger.warn(
      { tasks: loops.map((loop) => loop.active()) },
      'stopped with running tasks; other workers will take them over',
    )
}

/** Whether the work ends within `ms` milliseconds. */
export async function withinMs(ms: number, work: Promise<unknown>): Promise<boolean> {
  const stop = new AbortController()
  const deadline = sleep(ms, false, { signal: stop.signal }).catch(() => false)
  const inTime = await Promise.race([work.then(() => true), deadline])
  stop.abort()
  return inTime
}
