import { connect } from '../../src/database.ts'
import { claimPush } from '../../src/push/claim.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../../test/support/by-test.ts'
import { percentile } from '../common/measure.ts'
import type { BenchDatabase } from '../common/server.ts'

const WARM_UP = 50
const SAMPLES = 400

/** The 99th percentile of a claim, in milliseconds, of each round. */
export interface ClaimTimes {
  readonly few: number[]
  readonly many: number[]
}

/** Claims among few and among many records that wait to be sent, in turn; each is then sent, and its row deleted. */
export async function compareClaims(
  database: BenchDatabase,
  { rows: [few, many], rounds }: { readonly rows: readonly [number, number]; readonly rounds: number },
): Promise<ClaimTimes> {
  const client = await connect(database.url)
  const times: ClaimTimes = { few: [], many: [] }
  try {
    const tenants = { few: '1', many: '2' } as const
    for (const tenantId of Object.values(tenants)) {
      await addTenant(client, { tenantId, name: 'Bench', timeZone: null }, byTest())
      await client.query(
        `UPDATE sync.domains SET mode = 'hybrid' WHERE tenant_id = $1 AND domain = 'customers'`,
        [tenantId],
      )
    }
    for (let round = 0; round < rounds; round++) {
      for (const [size, rows] of [
        ['few', few],
        ['many', many],
      ] as const) {
        await fill(database, tenants[size], rows)
        times[size].push(await measureClaims(database, client, tenants[size]))
      }
    }
    return times
  } finally {
    await client.end()
  }
}

/** Fills the outbox of a tenant, so that there are as many rows as wanted. */
async function fill({ admin }: BenchDatabase, tenantId: string, rows: number): Promise<void> {
  await admin.query('DELETE FROM sync.outbox WHERE tenant_id = $1', [tenantId])
  await admin.query(
    `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, state, due_at, first_edited_at, updated_at)
     SELECT $1, 'customers', gen_random_uuid(), 'update', '{"name": "Before"}', 'pending', at, at, at
       FROM generate_series(1, $2) AS n, LATERAL (SELECT now() - n * interval '1 millisecond' AS at) AS time`,
    [tenantId, rows],
  )
  await admin.query('VACUUM (ANALYZE) sync.outbox')
}

async function measureClaims(
  { admin }: BenchDatabase,
  client: Awaited<ReturnType<typeof connect>>,
  tenantId: string,
): Promise<number> {
  const taken: number[] = []
  for (let sample = -WARM_UP; sample < SAMPLES; sample++) {
    const began = performance.now()
    const claim = await claimPush(client, { tenantId, now: new Date(), leaseMs: 180_000 })
    if (sample >= 0) taken.push(performance.now() - began)
    if (claim === undefined) throw new Error('Nothing was claimed.')
    await admin.query('DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3', [
      tenantId,
      claim.table,
      claim.id,
    ])
  }
  return percentile(taken, 0.99)
}
