import { changesOfRecord } from 'records'
import { connect } from '../../src/database.ts'
import { percentile } from '../common/measure.ts'
import type { BenchDatabase } from '../common/server.ts'

/** Versions of each record. */
const VERSIONS = 20
const READS = 500

/**
 * Reads the newest page of the history of jobs among so many changes.
 * @returns the 99th percentile, in milliseconds
 */
export async function measureHistory(database: BenchDatabase, changes: number): Promise<number> {
  const { admin } = database
  const records = Math.ceil(changes / VERSIONS)
  await admin.query(
    'TRUNCATE raw.changes, raw.st_jobs, raw.sync_state, raw.change_positions, raw.tenants CASCADE',
  )
  await admin.query(`INSERT INTO raw.tenants (tenant_id, name) VALUES (1, 'Bench')`)
  await admin.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync) VALUES (1, 'st_jobs', now());
     INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at) VALUES (1, ${changes + 1}, now());
     INSERT INTO raw.changes (tenant_id, seq, table_name, op, at) VALUES (1, 1, 'st_jobs', 'snapshot', now())`,
  )
  await admin.query(
    `INSERT INTO raw.st_jobs (tenant_id, st_id, active, full_data, content_hash, synced_at)
     SELECT 1, id, true, jsonb_build_object('id', id, 'summary', 'Now', 'jobStatus', 'Done'), int8send(id), now()
       FROM generate_series(1, $1::integer) AS id`,
    [records],
  )
  await admin.query(
    `INSERT INTO raw.changes (tenant_id, seq, table_name, st_id, op, changed_paths, before, at)
     SELECT 1, 1 + g, 'st_jobs', 1 + g % $2::integer, 'update', '{summary,jobStatus}',
            jsonb_build_object('summary', 'Before ' || g, 'jobStatus', 'Open'), now()
       FROM generate_series(1, $1::integer) AS g`,
    [changes, records],
  )
  await admin.query('VACUUM ANALYZE raw.changes, raw.st_jobs')
  const { queries } = changesOfRecord('jobs', { before: '$3::bigint', count: '$4::integer' })
  const text = `WITH target AS MATERIALIZED (SELECT $2::bigint AS st_id), ${queries}
                SELECT page.seq, key, old::text, new::text FROM page JOIN replaced USING (seq) ORDER BY seq DESC`
  const client = await connect(database.url)
  try {
    const times: number[] = []
    for (let read = 0; read < READS + 50; read++) {
      const id = 1 + ((read * 7_919) % records)
      const started = performance.now()
      const { rowCount } = await client.query({
        name: 'history',
        text,
        values: [1, id, '9223372036854775807', 50],
      })
      if (read >= 50) times.push(performance.now() - started)
      if (!rowCount) throw new Error(`Expected a history of job ${id}`)
    }
    return percentile(times, 0.99)
  } finally {
    await client.end()
  }
}
