import { createHash } from 'node:crypto'
import { leafColumns, leafText } from '../../src/audit/leaf.ts'
import { readLog } from '../../src/audit/log.ts'
import { sealLog } from '../../src/audit/seal-log.ts'
import { verifyLog } from '../../src/audit/verify/verify-log.ts'
import { connect } from '../../src/database.ts'
import type { BenchDatabase } from '../common/server.ts'

/** Entries per second, of each round. */
export interface SealRates {
  readonly seal: readonly number[]
  readonly verify: readonly number[]
  /** SHA-256 of the texts of the leaves, which are in memory, one after the other. */
  readonly hash: readonly number[]
}

const tenantId = '1'

/** Seals and verifies a log, and hashes the same bytes in a loop, in turn. */
export async function compareSeals(
  database: BenchDatabase,
  { entries, rounds }: { readonly entries: number; readonly rounds: number },
): Promise<SealRates> {
  const client = await connect(database.url)
  const rates: { seal: number[]; verify: number[]; hash: number[] } = { seal: [], verify: [], hash: [] }
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const started = performance.now()
    await work()
    return (entries / (performance.now() - started)) * 1_000
  }
  try {
    await fill(database, entries)
    const texts = await readLeaves(database)
    for (let round = 0; round < rounds; round++) {
      await database.admin.query('DELETE FROM audit.seals')
      rates.seal.push(await timed(() => sealLog(client, tenantId, { now: new Date(), key: null })))
      rates.verify.push(await timed(() => verifyWhole(client, entries)))
      rates.hash.push(await timed(async () => hashAll(texts)))
    }
    return rates
  } finally {
    await client.end()
  }
}

async function fill({ admin }: BenchDatabase, entries: number): Promise<void> {
  await admin.query('DELETE FROM audit.entries; DELETE FROM audit.positions')
  await admin.query(
    `INSERT INTO audit.positions (tenant_id, last_seq, last_at) VALUES (0, 0, now()), ($1, $2, now())`,
    [tenantId, entries],
  )
  await admin.query(
    `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id,
            request_id, reason, changes, salt, changes_hash)
     SELECT $1, seq, now(), 'key', '3', 'Office', 'update', 'lazi.jobs', gen_random_uuid()::text, gen_random_uuid(),
            'asked by phone', changes, salt, sha256(uuid_send(salt) || convert_to(changes, 'UTF8'))
       FROM (SELECT seq, gen_random_uuid() AS salt, '{"summary":{"old":"Old ' || seq || '","new":"New"}}' AS changes
               FROM generate_series(1, $2::integer) AS seq OFFSET 0) AS entry`,
    [tenantId, entries],
  )
  await admin.query('VACUUM ANALYZE audit.entries')
}

async function readLeaves({ admin }: BenchDatabase): Promise<Buffer[]> {
  const log = await readLog(admin, tenantId)
  if (!log) throw new Error('Expected a log')
  const { rows } = await admin.query<string[]>({
    text: `SELECT ${leafColumns} FROM audit.entries WHERE tenant_id = $1 ORDER BY entries.seq`,
    values: [tenantId],
    rowMode: 'array',
  })
  return rows.map((members) => Buffer.from(leafText(log, members)))
}

function hashAll(texts: readonly Buffer[]): void {
  for (const text of texts) createHash('sha256').update(text).digest()
}

async function verifyWhole(client: Awaited<ReturnType<typeof connect>>, entries: number): Promise<void> {
  const result = await verifyLog(client, tenantId, {
    keys: { keys: [], isRequired: false },
    notes: [],
    withState: false,
  })
  if (result?.outcome === 'broken' || result === null)
    throw new Error(`Expected a log of ${entries} entries that verifies`)
}
