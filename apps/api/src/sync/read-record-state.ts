import type pg from 'pg'
import { feedOfFollower, followerBehind, followerLagSeconds, followerRefused } from 'records'
import { recordResources } from '../records/record-resources.ts'
import { tableName } from '../records/table-names.ts'
import type { RecordState } from './sync-schemas.ts'

const statement = `
SELECT follower.ready, follower.rebuild_table AS filling, follower.error,
       ${followerBehind} AS behind, ${followerLagSeconds} AS "lagSeconds", ${followerRefused} AS "heldBack"
  FROM sync.followers AS follower
       ${feedOfFollower}
 WHERE follower.tenant_id = $1 AND follower.name = 'records'`

interface FollowerRow extends Omit<RecordState, 'tables' | 'filling'> {
  readonly ready: readonly string[]
  /** The table that is being filled. */
  readonly filling: string | null
}

/** How far LAZI's records of a tenant have followed the cache. */
export async function readRecordState(client: pg.ClientBase, tenantId: string): Promise<RecordState> {
  const { rows } = await client.query<FollowerRow>(statement, [tenantId])
  const { ready, filling, ...state } = rows[0] ?? notBegun
  const tables = recordResources.map((resource) => ({
    table: tableName(resource),
    resource: resource.name,
    ready: ready.includes(tableName(resource)),
  }))
  return { ...state, filling: tables.find(({ table }) => table === filling)?.resource ?? null, tables }
}

const notBegun: FollowerRow = { ready: [], filling: null, error: null, behind: 0, lagSeconds: 0, heldBack: 0 }
