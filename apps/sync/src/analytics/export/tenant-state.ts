import { formatPosition, noPosition } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { ExportedTable } from './exported-table.ts'

/** How far a tenant's tables are computed, in the snapshot of the open transaction. */
export interface TenantState {
  readonly timeZone: string
  /** Whether a table has every row. */
  readonly isComplete: (table: ExportedTable) => boolean
  /** The position of the feed of LAZI's records up to which a table is computed. */
  readonly positionOf: (table: Pick<ExportedTable, 'follower'>) => string
  /** Facts that are being computed again. */
  readonly rebuilding: readonly string[]
}

type FollowerRow = CamelRow<
  'sync.followers',
  'name' | 'ready' | 'pending' | 'rebuild_table' | 'feed_epoch' | 'seq' | 'time_zone'
>

/** Reads the state of a tenant that exists. */
export async function readTenantState(client: pg.ClientBase, tenantId: string): Promise<TenantState> {
  const { rows: followers } = await client.query<FollowerRow>(
    `SELECT name, ready, pending, rebuild_table AS "rebuildTable", feed_epoch AS "feedEpoch", seq, time_zone AS "timeZone"
       FROM sync.followers WHERE tenant_id = $1 AND name IN ('analytics', 'records')`,
    [tenantId],
  )
  const { rows: feeds } = await client.query<{ epoch: string; seq: string }>(
    'SELECT epoch, last_seq AS seq FROM lazi.change_positions WHERE tenant_id = $1',
    [tenantId],
  )
  const followerOf = (name: ExportedTable['follower']) => followers.find((follower) => follower.name === name)
  const analytics = followerOf('analytics')
  const { feedEpoch, seq = '0', ready = [], pending = [], rebuildTable, timeZone } = analytics ?? {}
  // Records are the feed itself; facts follow it.
  const positions = {
    records: formatPosition(feeds[0] ?? noPosition),
    analytics: formatPosition(feedEpoch ? { epoch: feedEpoch, seq } : noPosition),
  }
  return {
    timeZone: timeZone ?? 'UTC',
    isComplete: ({ name, follower }) => followerOf(follower)?.ready.includes(name) === true,
    positionOf: ({ follower }) => positions[follower],
    rebuilding: ready.filter((fact) => fact === rebuildTable || pending.includes(fact)),
  }
}
