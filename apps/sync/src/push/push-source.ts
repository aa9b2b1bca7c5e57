import type pg from 'pg'
import type { WorkSource } from '../work/work-loop.ts'
import { claimPush, type PushClaim, tenantsWithPushes } from './claim.ts'
import { endClaim } from './outbox-state.ts'
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
}

/** Records to send, claimed one by one: one of each tenant in turn, so that no tenant waits for another one's many. */
export function createPushSource({ pool, tenantIds, times, now }: PushSourceOptions): PushSource {
  let tenants: string[] = []
  return {
    name: 'push',
    // The lease is longer than a record can take, and is not renewed: its end fences a slow worker.
    renewEveryMs: times.lease,
    async refresh() {
      const found = await tenantsWithPushes(pool, tenantIds(), new Date(now()))
      tenants = found.filter(({ isDue }) => isDue).map(({ tenantId }) => tenantId)
      const later = found.filter(({ isDue }) => !isDue).map(({ nextAt }) => nextAt)
      return { due: tenants.length, nextAt: later.length === 0 ? null : Math.min(...later) }
    },
    async claim(exceptTenants) {
      for (;;) {
        const tenantId = tenants.find((one) => !exceptTenants.includes(one))
        if (tenantId === undefined) return null
        const claim = await claimPush(pool, { tenantId, now: new Date(now()), leaseMs: times.lease })
        const others = tenants.filter((one) => one !== tenantId)
        tenants = claim === undefined ? others : [...others, tenantId]
        if (claim !== undefined) return claim
      }
    },
    renew: () => Promise.resolve(true),
    async release(claim) {
      // A request may be under way: the row keeps what was sent, and is looked at before anything is sent again.
      await endClaim(pool, claim, {
        state: 'unknown',
        dueAt: new Date(now() + times.beforeLook),
        keepsAttempt: true,
        isFailure: true,
      })
    },
  }
}
