import type pg from 'pg'
import type { Logger } from 'pino'
import { type Alarm, createAlarm } from '../schedule/alarm.ts'
import type { Clients } from '../work/clients.ts'
import { repeat } from '../work/repeat.ts'
import { slotsPerTenant, startWorkLoop, type WorkLoop } from '../work/work-loop.ts'
import type { PushClaim } from './claim.ts'
import type { PushNotes } from './push-notes.ts'
import { pushRecord } from './push-record.ts'
import { createPushSource } from './push-source.ts'
import type { PushOutcome } from './push-step.ts'
import type { PushTimes } from './times.ts'

/** The number of records that are sent in parallel: a budget of its own beside that of runs. */
export const PUSH_SLOTS = 8

export interface PushingOptions {
  /** At least one connection per slot, and one more. */
  readonly pool: pg.Pool
  readonly clients: Clients
  readonly times: PushTimes
  /** How often records that are due are looked for, in milliseconds; an edit rings at once. */
  readonly everyMs: number
  readonly logger: Logger
  readonly signal: AbortSignal
  readonly now: () => number
  readonly notes: PushNotes
}

export interface Pushing {
  readonly loop: WorkLoop
  /** Rings when a record may be due. */
  readonly alarm: Alarm
  /** Resolves when the signal has aborted. */
  readonly polling: Promise<void>
  /** Whether nothing is due, and nothing is sent. */
  isIdle(): Promise<boolean>
}

/** Sends the records that people changed, until the signal aborts. */
export function startPushing({
  pool,
  clients,
  times,
  everyMs,
  logger,
  signal,
  now,
  notes,
}: PushingOptions): Pushing {
  const alarm = createAlarm()
  const work = createAlarm()
  const source = createPushSource({
    pool,
    tenantIds: clients.tenantIds,
    times,
    now,
    notes,
    onOlder: (tenants) =>
      logger.error(
        { tenants },
        'the database lacks changes that were sent; nothing is sent until it is confirmed',
      ),
  })
  const loop = startWorkLoop<PushClaim, PushOutcome>({
    source,
    concurrency: PUSH_SLOTS,
    logger,
    signal,
    alarm: work,
    perTenant: () => slotsPerTenant(PUSH_SLOTS, clients.tenantIds().length),
    async run(claim, taskSignal) {
      const api = clients.find(claim.tenantId)
      if (api === null) throw new Error(`Tenant ${claim.tenantId} has no credentials here any more.`)
      return pushRecord({ pool, api, times, notes, signal: taskSignal, now }, claim)
    },
    // More of the tenant may be due.
    onOutcome: alarm.ring,
  })
  let timer: NodeJS.Timeout | undefined
  const polling = repeat('find records to send', everyMs, alarm, { logger, signal }, async () => {
    const { due, nextAt } = await source.refresh()
    if (due > 0) work.ring()
    clearTimeout(timer)
    // One that waits for a response, or for its next attempt, is not left until the next poll.
    if (nextAt !== null)
      timer = setTimeout(alarm.ring, Math.min(everyMs, Math.max(1, nextAt - now()))).unref()
  })
  return {
    loop,
    alarm,
    polling,
    isIdle: async () => (await source.refresh()).due === 0 && loop.active() === 0,
  }
}
