import { cacheTableOf } from 'catalog'
import pg from 'pg'
import { appendRecordChanges, type RecordChanges } from '../append-changes.ts'
import { setForLookups } from '../lookup.ts'
import { type Projected, projectStatement } from '../project-statement.ts'
import { recordTables, views } from '../tables.ts'

/**
 * Projects all cached rows of a tenant in one transaction, appends the changes, and marks every table as ready: for
 * tests and benchmarks of what reads the records. The sync projects in steps instead.
 * @param database may write both schemas
 * @example
 * await projectTenant(pool, '1001')
 */
export async function projectTenant(
  database: pg.Pool | pg.ClientBase,
  tenantId: string,
  now = new Date(),
): Promise<void> {
  const client = database instanceof pg.Pool ? await database.connect() : database
  try {
    await client.query('BEGIN')
    await setForLookups(client)
    const changes = await projectTables(client, tenantId, now)
    await markReady(client, tenantId, now)
    await appendRecordChanges(client, tenantId, changes, { actor: 'servicetitan', causeSeq: null, now })
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  } finally {
    if (client !== database) (client as pg.PoolClient).release()
  }
}

/** Records may refer to records of later tables: what one pass misses, the next one finds. */
async function projectTables(client: pg.ClientBase, tenantId: string, now: Date): Promise<RecordChanges[]> {
  const changes: RecordChanges[] = []
  for (let pass = 0, isLast = false; !isLast && pass < 3; pass++) {
    isLast = true
    for (const table of recordTables) {
      const ids = await readIds(client, tenantId, cacheTableOf({ name: table.resource }))
      if (ids.length === 0) continue
      const { rows } = await client.query<Projected>(projectStatement(table), [tenantId, ids, now])
      const written = rows[0]?.changes ?? '[]'
      changes.push({ table: table.name, rows: written })
      const isChanged = written !== '[]' && rows[0]?.missing !== '[]'
      if (isChanged) isLast = false
    }
  }
  return changes
}

async function readIds(client: pg.ClientBase, tenantId: string, table: string): Promise<string[]> {
  const { rows } = await client.query<{ ids: string[] }>(
    `SELECT coalesce(array_agg(st_id), '{}') AS ids FROM raw.${table} WHERE tenant_id = $1`,
    [tenantId],
  )
  return rows[0]?.ids ?? []
}

async function markReady(client: pg.ClientBase, tenantId: string, now: Date): Promise<void> {
  const ready = [...recordTables, ...views].map(({ name }) => name)
  await client.query(
    `INSERT INTO sync.followers AS follower (tenant_id, name, feed_epoch, seq, ready, updated_at)
     SELECT tenant.tenant_id, 'records', position.epoch, coalesce(position.last_seq, 0), $2, $3::timestamptz
       FROM (VALUES ($1::bigint)) AS tenant (tenant_id)
       LEFT JOIN raw.change_positions AS position USING (tenant_id)
     ON CONFLICT (tenant_id, name) DO UPDATE
        SET feed_epoch = excluded.feed_epoch, seq = excluded.seq, ready = excluded.ready,
            updated_at = excluded.updated_at`,
    [tenantId, ready, now],
  )
}
