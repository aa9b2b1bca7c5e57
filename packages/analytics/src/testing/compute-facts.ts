import type pg from 'pg'
import { setForLookups } from 'records'
import { none } from '../fact.ts'
import { facts } from '../facts.ts'
import { nextKeysStatement, refreshStatement } from '../refresh-statement.ts'

const STEP = 2_000

/**
 * Computes all facts of a tenant from its records in one transaction, and marks them as ready: for tests and benchmarks
 * of what reads the facts. The sync computes them in steps instead.
 * @param client may write both schemas
 * @example
 * await projectTenant(client, '1001')
 * await computeFacts(client, '1001')
 */
export async function computeFacts(client: pg.ClientBase, tenantId: string, now = new Date()): Promise<void> {
  await client.query('BEGIN')
  try {
    await setForLookups(client)
    const { rows } = await client.query<{ timeZone: string }>(
      'SELECT time_zone AS "timeZone" FROM raw.tenants WHERE tenant_id = $1',
      [tenantId],
    )
    const timeZone = rows[0]?.timeZone ?? 'UTC'
    for (const fact of facts) {
      let after = none
      for (;;) {
        const { rows: next } = await client.query<{ id: string }>(nextKeysStatement(fact, STEP), [
          tenantId,
          after,
        ])
        const ids = next.map(({ id }) => id)
        await client.query(refreshStatement(fact), [tenantId, ids, timeZone])
        if (ids.length < STEP) break
        after = ids.at(-1) ?? none
      }
    }
    await client.query(
      `INSERT INTO sync.followers AS follower (tenant_id, name, feed_epoch, seq, version, ready, time_zone, updated_at)
       SELECT tenant.tenant_id, 'analytics', position.epoch, coalesce(position.last_seq, 0), 1, $2, $3, $4::timestamptz
         FROM (VALUES ($1::bigint)) AS tenant (tenant_id)
         LEFT JOIN lazi.change_positions AS position USING (tenant_id)
       ON CONFLICT (tenant_id, name) DO UPDATE
          SET feed_epoch = excluded.feed_epoch, seq = excluded.seq, version = excluded.version,
              ready = excluded.ready, time_zone = excluded.time_zone, updated_at = excluded.updated_at`,
      [tenantId, facts.map(({ name }) => name), timeZone, now],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
