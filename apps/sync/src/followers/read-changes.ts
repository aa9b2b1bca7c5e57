import type pg from 'pg'
import type { FeedChange, FeedName } from './follower.ts'

/** What differs between the feeds: the column with the id of a changed row. */
const idOf: Readonly<Record<FeedName, string>> = { raw: 'st_id', lazi: 'id' }

/** The changes of a tenant's feed after a seq, in order. @param options.limit how many at most. @default all */
export async function readChanges(
  client: pg.ClientBase,
  tenantId: string,
  { feed, after, limit }: { readonly feed: FeedName; readonly after: string; readonly limit?: number },
): Promise<FeedChange[]> {
  const { rows } = await client.query<FeedChange>(
    `SELECT seq, table_name AS "tableName", ${idOf[feed]} AS id, op, changed_paths AS "changedPaths"
       FROM ${feed}.changes WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT ${limit ?? 'ALL'}`,
    [tenantId, after],
  )
  return rows
}
