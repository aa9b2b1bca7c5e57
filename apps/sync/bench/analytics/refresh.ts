import { analyticsFollower } from '../../src/analytics/analytics-follower.ts'
import { connect } from '../../src/database.ts'
import { catchUp } from '../../src/followers/catch-up.ts'
import type { BenchDatabase } from '../common/server.ts'
import { TENANT } from './fill.ts'

/** The number of jobs that change. */
const CHANGED = 1_000

/** Computes everything that is left. @returns milliseconds, and the number of rows written */
export async function computeAll({ url }: BenchDatabase): Promise<{ ms: number; written: number }> {
  const client = await connect(url)
  const { signal } = new AbortController()
  const started = performance.now()
  try {
    const { written } = await catchUp(client, analyticsFollower, { tenantId: TENANT, signal })
    return { ms: performance.now() - started, written }
  } finally {
    await client.end()
  }
}

/**
 * Changes 1,000 jobs and their invoices, of the newest ones or of all, and refreshes the facts.
 * @returns milliseconds of the refresh
 */
export async function refreshChanged(
  database: BenchDatabase,
  { among, round }: { readonly among: 'newest' | 'all'; readonly round: number },
): Promise<number> {
  const { admin } = database
  const { rows } = await admin.query<{ ids: string[] }>(
    `SELECT array_agg(st_id) AS ids FROM (
       SELECT st_id FROM (
         SELECT st_id FROM raw.st_jobs WHERE tenant_id = $1 ORDER BY st_id DESC LIMIT ${among === 'newest' ? 1_500 : 'ALL'}
       ) AS candidate ORDER BY hashint8extended(st_id, $2) LIMIT ${CHANGED}) AS chosen`,
    [TENANT, round],
  )
  const ids = rows[0]?.ids
  await admin.query(
    `UPDATE raw.st_invoices SET full_data = jsonb_set(full_data, '{items,0,total}', to_jsonb($3::text)), subtotal = $3::numeric + 10
      WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[])`,
    // Another amount than in any former round.
    [TENANT, ids, `${among === 'newest' ? 1_000 + round : 2_000 + round}.50`],
  )
  await admin.query(
    `WITH changed AS (
       SELECT table_name, lazi.projected_id($1, table_name, st_id) AS id,
              row_number() OVER (ORDER BY table_name, st_id) AS number
         FROM unnest($2::bigint[]) AS st_id CROSS JOIN unnest(ARRAY['jobs', 'invoices']) AS table_name),
     position AS (
       UPDATE lazi.change_positions SET last_seq = last_seq + ${2 * CHANGED} WHERE tenant_id = $1 RETURNING last_seq)
     INSERT INTO lazi.changes (tenant_id, seq, table_name, id, op, changed_paths, actor, at)
     SELECT $1, last_seq - ${2 * CHANGED} + number, table_name, id, 'update', '{}', 'servicetitan', now()
       FROM changed CROSS JOIN position`,
    [TENANT, ids],
  )
  await admin.query('CHECKPOINT')
  const { ms, written } = await computeAll(database)
  // The invoices, their jobs, and the jobs of the technicians: canceled ones too.
  if (written < 3 * CHANGED) throw new Error(`Expected ${3 * CHANGED} rows to change, got ${written}.`)
  return ms
}
