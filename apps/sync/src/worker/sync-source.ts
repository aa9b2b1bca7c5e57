import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import type { WorkSource } from '../work/work-loop.ts'
import { claimTable, releaseClaim, renewClaim, renewEveryMs, type TableClaim } from './claims/table-claims.ts'
import { findWork } from './find-work.ts'

export interface SyncSource extends WorkSource<TableClaim> {
  /**
   * Finds the due and requested tables, which replace those found before.
   * @returns their number
   */
  refresh(): Promise<number>
}

export interface SyncSourceOptions {
  readonly pool: pg.Pool
  /** Connections for claims only: a renewal waits neither for a task's statements nor for other renewals. */
  readonly claimsPool: pg.Pool
  readonly tenantIds: () => readonly string[]
  readonly now: () => number
}

/** Tables to sync, claimed one by one. */
export function createSyncSource({ pool, claimsPool, tenantIds, now }: SyncSourceOptions): SyncSource {
  let candidates: TableKey[] = []
  return {
    name: 'sync',
    renewEveryMs,
    async refresh() {
      candidates = await findWork({ pool, tenantIds: tenantIds(), now: new Date(now()) })
      return candidates.length
    },
    async claim(exceptTenants) {
      for (;;) {
        const next = candidates.find(({ tenantId }) => !exceptTenants.includes(tenantId))
        if (!next) return null
        // One attempt per refresh: a table that is claimed or busy is tried again after the next one.
        candidates = candidates.filter((candidate) => candidate !== next)
        const claim = await claimTable(claimsPool, next)
        if (claim) return claim
      }
    },
    renew: (claim) => renewClaim(claimsPool, claim),
    async release(claim) {
      await releaseClaim(claimsPool, claim)
    },
  }
}
