import type { Fact } from 'analytics'
import type pg from 'pg'
import type { RefusedRow } from '../followers/write-halving.ts'

const FIRST_PAUSE_MINUTES = 5
const LONGEST_PAUSE_MINUTES = 24 * 60

interface Target {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly now: Date
}

/** SQL that is true for a tenant with rows that are due; see `Follower.otherWork`. */
export const hasDueKeys = `EXISTS (SELECT FROM analytics.dirty_keys AS dirty
                         WHERE dirty.tenant_id = follower.tenant_id AND dirty.due_at <= given.now)`

/**
 * Enqueues the rows of a fact that depend on these records.
 * @param keys SQL of their ids, as in `Dependency.keys`
 */
export async function enqueueKeys(
  { client, tenantId, now }: Target,
  { name }: Pick<Fact, 'name'>,
  { keys, ids }: { readonly keys: string; readonly ids: readonly string[] },
): Promise<void> {
  if (ids.length === 0) return
  await client.query(
    `WITH concerned AS MATERIALIZED (${keys}),
     enqueued AS (
       INSERT INTO analytics.dirty_keys AS dirty (tenant_id, fact, key, due_at)
       SELECT $1::bigint, $3, id, $4::timestamptz FROM concerned
       ON CONFLICT (tenant_id, fact, key) DO UPDATE SET due_at = least(dirty.due_at, excluded.due_at)
       RETURNING 1
     )
     SELECT count(*) FROM enqueued`,
    [tenantId, ids, name, now],
  )
}

/** The next rows that are due, by fact. */
export async function readDueKeys(
  { client, tenantId, now }: Target,
  limit: number,
): Promise<{ readonly fact: string; readonly key: string }[]> {
  const { rows } = await client.query<{ fact: string; key: string }>(
    `SELECT fact, key FROM analytics.dirty_keys WHERE tenant_id = $1 AND due_at <= $2 ORDER BY due_at LIMIT ${limit}`,
    [tenantId, now],
  )
  return rows
}

/** Removes the rows that were computed; those that failed are tried again after a pause that doubles each time. */
export async function settleKeys(
  { client, tenantId, now }: Target,
  fact: string,
  { ids, refused }: { readonly ids: readonly string[]; readonly refused: readonly RefusedRow[] },
): Promise<void> {
  const failed = refused.map(({ id }) => id)
  await client.query(
    `DELETE FROM analytics.dirty_keys
      WHERE tenant_id = $1 AND fact = $2 AND key = ANY ($3::uuid[]) AND NOT key = ANY ($4::uuid[])`,
    [tenantId, fact, ids, failed],
  )
  if (failed.length === 0) return
  await client.query(
    `INSERT INTO analytics.dirty_keys AS dirty (tenant_id, fact, key, error, failures, due_at)
     SELECT $1::bigint, $2, id, error, 1, $5::timestamptz + $6 * interval '1 minute'
       FROM unnest($3::uuid[], $4::text[]) AS refused (id, error)
     ON CONFLICT (tenant_id, fact, key) DO UPDATE
        SET error = excluded.error, failures = dirty.failures + 1,
            due_at = $5::timestamptz + least($6 * power(2, least(dirty.failures, 20)), $7) * interval '1 minute'`,
    [
      tenantId,
      fact,
      failed,
      refused.map(({ error }) => error),
      now,
      FIRST_PAUSE_MINUTES,
      LONGEST_PAUSE_MINUTES,
    ],
  )
}
