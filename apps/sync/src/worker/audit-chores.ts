import type pg from 'pg'
import type { Logger } from 'pino'
import { retainEntries } from '../audit/retain.ts'
import { sealLogs } from '../audit/seal-logs.ts'
import type { AuditSettings } from '../audit/settings.ts'
import { createAlarm } from '../schedule/alarm.ts'
import { repeat } from '../work/repeat.ts'
import type { Metrics } from './metrics.ts'

const RETENTION_EVERY_MS = 60 * 60_000

interface AuditChores {
  readonly pool: pg.Pool
  readonly audit: AuditSettings
  readonly metrics: Pick<Metrics, 'countSeal'>
  /** The time in milliseconds since 1970. */
  readonly now: () => number
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** What a worker does for the audit log: it seals and exports all logs, and deletes entries beyond their retention. */
export function auditChores({ pool, audit, metrics, now, logger, signal }: AuditChores): Promise<void>[] {
  return [
    repeat('remove old entries', RETENTION_EVERY_MS, createAlarm(), { logger, signal }, async () => {
      const entries = await retainEntries(pool, { days: audit.days, now: new Date(now()), signal })
      logger.debug({ entries }, 'removed old entries of the audit log')
    }),
    repeat('seal the audit log', audit.sealEveryMs, createAlarm(), { logger, signal }, () =>
      sealLogs(pool, {
        sealing: audit.sealing,
        now: new Date(now()),
        signal,
        onOutcome: metrics.countSeal,
      }),
    ),
  ]
}
