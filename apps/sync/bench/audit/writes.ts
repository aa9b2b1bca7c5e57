import { inTransaction } from 'cli-kit/postgres'
import { recordEntries } from 'records'
import { connect } from '../../src/database.ts'
import type { BenchDatabase } from '../common/server.ts'

/** Who writes. */
export interface Load {
  readonly clients: number
  readonly tenants: number
}

/** Transactions per second, of each round. */
export interface WriteRates {
  readonly with: readonly number[]
  readonly without: readonly number[]
}

const rename = { name: 'rename', text: 'UPDATE raw.tenants SET name = $2 WHERE tenant_id = $1' }

/** Renames tenants, each in a transaction of its own, with an entry in the audit log and without, in turn. */
export async function compareWrites(
  database: BenchDatabase,
  { clients, tenants }: Load,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<WriteRates> {
  await database.admin.query(
    `INSERT INTO raw.tenants (tenant_id, name) SELECT id, 'Bench' FROM generate_series(1, $1) AS id
     ON CONFLICT (tenant_id) DO NOTHING`,
    [tenants],
  )
  const connections = await Promise.all(Array.from({ length: clients }, () => connect(database.url)))
  const run = async (withEntry: boolean): Promise<number> => {
    await database.admin.query('CHECKPOINT')
    const ends = performance.now() + seconds * 1_000
    let written = 0
    await Promise.all(
      connections.map(async (client, place) => {
        for (let turn = place; performance.now() < ends; turn += 1) {
          const tenantId = String(1 + ((turn * 31) % tenants))
          await inTransaction(client, async () => {
            const name = `Bench ${turn}`
            await client.query({ ...rename, values: [tenantId, name] })
            if (!withEntry) return
            const act = { actor: { kind: 'cli', id: 'bench@here' }, now: new Date() } as const
            const changes = { name: { old: 'Bench', new: name } }
            await recordEntries(client, tenantId, act, [
              { action: 'update', entity: 'raw.tenants', entityId: tenantId, changes },
            ])
          })
          written += 1
        }
      }),
    )
    return written / seconds
  }
  try {
    await run(true)
    const rates: { with: number[]; without: number[] } = { with: [], without: [] }
    for (let round = 0; round < rounds; round++) {
      rates.without.push(await run(false))
      rates.with.push(await run(true))
    }
    return rates
  } finally {
    await Promise.all(connections.map((client) => client.end()))
  }
}
