import type pg from 'pg'
import type { WorkSource } from '../work/work-loop.ts'
import { claimPush, type PushClaim, tenantsWithPushes } from './claim.ts'
import { endClaim } from './outbox-state.ts'
import type { PushNotes } from './push-notes.ts'
import type { PushTimes } from './times.ts'

export interface PushSource extends WorkSource<PushClaim> {
  /**
   * Finds the tenants with records that are due, which replace those found before.
   * @returns their number, and from when the next record can be claimed, in milliseconds; null: none waits for time
   */
  refresh(): Promise<{ readonly due: number; readonly nextAt: number | null }>
}

export interface PushSourceOptions {
  readonly pool: pg.Pool
  readonly tenantIds: () => readonly string[]
  readonly times: PushTimes
  readonly now: () => number
  /** What this worker noted outside of the database. */
  readonly notes: Pick<PushNotes, 'check'>
  /** Called with the tenants of which the database lacks what was noted: nothing of them is sent. */
  readonly onOlder: (tenantIds: readonly string[]) => void
}

/** Records to send, claimed one by one: one of each tenant in turn, so that no tenant waits for another one's many. */
export function createPushSource({
  pool,
  tenantIds,
  times,
  now,
  notes,
  onOlder,
}: PushSourceOptions): PushSource {
  let tenants: string[] = []
  // Another database may answer after a lost connection.
  let isChecked = false
  const checked = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      isChecked = false
      throw error
    }
  }
  return {
    name: 'push',
    // The lease is longer than a record can take, and is not renewed: its end fences a slow worker.
    renewEveryMs: times.lease,
    refresh: () =>
      checked(async () => {
        if (!isChecked) {
          const older = await notes.check(pool)
          if (older.length > 0) onOlder(older)
          isChecked = true
        }
        const found = await tenantsWithPushes(pool, tenantIds(), new Date(now()))
        tenants = found.filter(({ isDue }) => isDue).map(({ tenantId }) => tenantId)
        const later = found.filter(({ isDue }) => !isDue).map(({ nextAt }) => nextAt)
        return { due: tenants.length, nextAt: later.length === 0 ? null : Math.min(...later) }
      }),
    claim: (exceptTenants) =>
      checked(async () => {
        for (;;) {
          const tenantId = tenants.find((one) => !exceptTenants.includes(one))
          if (tenantId === undefined) return null
          const others = tenants.filter((one) => one !== tenantId)
          tenants = others
          const claim = await claimPush(pool, { tenantId, now: new Date(now()), leaseMs: times.lease })
          if (claim === undefined) continue
          tenants = [...others, tenantId]
          return claim
        }
      }),
    renew: () => Promise.resolve(true),
    async release(claim, error) {
      // A request may be under way: the row keeps what was sent, and is looked at before anything is sent again.
      await endClaim(pool, claim, {
        state: 'unknown',
        error,
        dueAt: new Date(now() + times.beforeLook),
        keepsAttempt: true,
        isFailure: true,
      })
    },
  }
}
