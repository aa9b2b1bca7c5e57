import type { FollowerName } from 'db-migrations/protocol'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { feedOfFollower, followerBehind, followerLagSeconds, followerRefused } from 'records'

/** How far a follower of a tenant has come. */
export type FollowerState = CamelRow<
  'sync.followers',
  'tenant_id' | 'version' | 'rebuild_table' | 'ready' | 'error' | 'failures' | 'due_at' | 'updated_at'
> & {
  /** What follows. */
  readonly follower: FollowerName
  readonly tenant: string
  /** The number of changes that are not applied yet. */
  readonly behind: number
  /** Age of the oldest change that is not applied yet, in milliseconds; 0: there is none. */
  readonly lagMs: number
  /** The number of rows that PostgreSQL refused. */
  readonly refused: number
}

/** The state of every follower, of all tenants or of one. */
export async function readFollowers(
  client: pg.ClientBase | pg.Pool,
  tenantId?: string,
): Promise<FollowerState[]> {
  const { rows } = await client.query<FollowerState>(
    `SELECT follower.tenant_id AS "tenantId", tenant.name AS tenant, follower.name AS follower, follower.version,
            follower.rebuild_table AS "rebuildTable", follower.ready, follower.error, follower.failures,
            follower.due_at AS "dueAt", follower.updated_at AS "updatedAt",
            ${followerBehind} AS behind, ${followerLagSeconds} * 1000 AS "lagMs", ${followerRefused} AS refused
       FROM sync.followers AS follower
       JOIN raw.tenants AS tenant ON tenant.tenant_id = follower.tenant_id
       ${feedOfFollower}
      WHERE $1::bigint IS NULL OR follower.tenant_id = $1
      ORDER BY follower.tenant_id, follower.name`,
    [tenantId ?? null],
  )
  return rows
}
