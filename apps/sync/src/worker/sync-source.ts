import type pg from 'pg'
import type { TableKey } from '../cache/table-key.ts'
import { claimTable, releaseClaim, renewClaim, renewEveryMs, type TableClaim } from './claims/table-claims.ts'
import { findWork } from './find-work.ts'
import type { WorkSource } from './work-loop.ts'

export interface SyncSource extends WorkSource<TableClaim> {
  /**
   * Looks for tables that are due or requested; they replace those of the last look.
   * @returns how many there are
   */
  look(): Promise<number>
}

export interface SyncSourceOptions {
  readonly pool: pg.Pool
  /** Connections for claims alone: a renewal waits neither for a job's statements nor for another renewal. */
  readonly claimsPool: pg.Pool
  readonly tenantIds: () => readonly string[]
  readonly now: () => number
}

/** Tables to sync: found by looking, and claimed one by one. */
export function createSyncSource({ pool, claimsPool, tenantIds, now }: SyncSourceOptions): SyncSource {
  let candidates: TableKey[] = []
  return {
    name: 'sync',
    renewEveryMs,
    async look() {
      candidates = await findWork({ pool, tenantIds: tenantIds(), now: new Date(now()) })
      return candidates.length
    },
    async claim(exceptTenants) {
      for (;;) {
        const next = candidates.find(({ tenantId }) => !exceptTenants.includes(tenantId))
        if (!next) return null
        // Tried once a look: what another worker has, or what turns out to be busy, waits for the next one.
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
