import type { Dependency } from 'analytics'
import { prepared } from 'cli-kit/postgres'
import type pg from 'pg'
import type { FeedChange } from '../followers/follower.ts'

/** The records of a table that were changed in a way that concerns a fact. */
export function changedIds(changes: readonly FeedChange[], { on, paths }: Dependency): string[] {
  const concerns = ({ op, changedPaths }: FeedChange) =>
    paths === undefined || op !== 'update' || changedPaths.some((path) => paths.includes(path))
  return [
    ...new Set(
      changes
        .filter((change) => change.tableName === on && concerns(change))
        .flatMap(({ id }) => (id === null ? [] : [id])),
    ),
  ]
}

/** The ids of the rows of a fact that these records concern. */
export async function concernedKeys(
  client: pg.ClientBase,
  tenantId: string,
  { keys }: Dependency,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0 || keys === undefined) return [...ids]
  const { rows } = await client.query<{ id: string }>(prepared(keys, [tenantId, ids]))
  return rows.map(({ id }) => id)
}
