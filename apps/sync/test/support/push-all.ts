import { claimPush } from '../../src/push/claim.ts'
import { pushRecord } from '../../src/push/push-record.ts'
import { type PushTimes, usualTimes } from '../../src/push/times.ts'
import { type Account, tenantId } from './account.ts'

export interface PushAllOptions {
  /** @default the account's */
  readonly tenantId?: string
  readonly times?: PushTimes
  /** @default the sandbox's clock */
  readonly now?: () => number
}

/** Sends everything that is due, as a worker does. @returns what became of each record */
export async function pushAll(account: Account, options: PushAllOptions = {}): Promise<string[]> {
  const { api, database, sandbox } = account
  const { times = usualTimes, now = sandbox.clock.now } = options
  const context = { pool: database.pool, api, times, signal: new AbortController().signal, now }
  const outcomes: string[] = []
  for (;;) {
    const claim = await claimPush(database.pool, {
      tenantId: options.tenantId ?? tenantId,
      now: new Date(now()),
      leaseMs: times.lease,
    })
    if (claim === undefined) return outcomes
    outcomes.push(await pushRecord(context, claim))
  }
}
