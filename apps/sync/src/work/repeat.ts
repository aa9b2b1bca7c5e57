import { errorText } from 'cli-kit'
import type { Logger } from 'pino'
import type { Alarm } from '../schedule/alarm.ts'

/** Runs an activity now, and again every `everyMs` milliseconds or when the alarm rings; failures are logged. */
export async function repeat(
  name: string,
  everyMs: number,
  alarm: Alarm,
  { logger, signal }: { logger: Logger; signal: AbortSignal },
  activity: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await activity().catch((error: unknown) => logger.error({ error: errorText(error) }, `cannot ${name}`))
    await alarm.wait(everyMs, signal)
  }
}
