import pg from 'pg'
import { changeCustomer } from 'records/writes'
import { createSandbox, type Sandbox } from 'servicetitan-sandbox'
import { connect } from '../../src/database.ts'
import { switchDomains } from '../../src/domains/switch-domains.ts'
import { recordsFollower } from '../../src/projector/records-follower.ts'
import { byTest } from '../../test/support/by-test.ts'
import { writeInLazi } from '../../test/support/write-in-lazi.ts'
import type { BenchDatabase } from '../common/server.ts'
import { addBenchTenant, isBuilt, startWorker, until } from '../common/worker.ts'

/** A customer that is edited. */
interface EditedCustomer {
  readonly tenantId: number
  /** LAZI's id. */
  readonly id: string
  readonly stId: string
}

/** Accounts whose customers both sides change, and a worker that sends what is edited. */
export interface HybridAccounts extends AsyncDisposable {
  readonly sandbox: Sandbox
  /** A few of each tenant. */
  readonly customers: readonly EditedCustomer[]
  /** Edits a customer as the API does. @returns when it began, in milliseconds since 1970 */
  edit(customer: EditedCustomer, name: string): Promise<number>
}

/** Syncs accounts by a worker, as in use, and gives their customers to both sides. @param jobs of each tenant */
export async function openHybridAccounts(
  database: BenchDatabase,
  { tenants, customersOfEach }: { readonly tenants: number; readonly customersOfEach: number },
): Promise<HybridAccounts> {
  const ids = Array.from({ length: tenants }, (_, place) => 1_001 + place)
  const now = Date.now()
  const sandbox = createSandbox({
    now,
    dataNow: now - 3_600_000,
    realNow: Date.now,
    exportPageSize: 1_000,
    requestLogSize: 1_000_000,
    tenants: ids.map((tenantId) => ({
      tenantId,
      sizes: { locations: 2 * customersOfEach, jobs: 10, technicians: 3 },
    })),
  })
  const { url } = await sandbox.listen()
  const worker = await startWorker(database, url, ids)
  for (const id of ids) await addBenchTenant(database, id)
  for (const id of ids) await until(() => isBuilt(database, id, recordsFollower))
  const client = await connect(database.url)
  for (const id of ids) {
    const wanted = { tenantId: String(id), domains: ['customers'], mode: 'hybrid' } as const
    await switchDomains(client, wanted, { act: byTest(), signal: new AbortController().signal })
  }
  await client.end()
  const pool = new pg.Pool({ connectionString: database.url, max: 8, pipeline: true })
  const { rows: customers } = await pool.query<EditedCustomer>(
    `SELECT "tenantId", id, "stId"
       FROM (SELECT tenant_id::integer AS "tenantId", id::text, st_id::text AS "stId",
                    row_number() OVER (PARTITION BY tenant_id ORDER BY st_id) AS place
               FROM lazi.customers WHERE active AND merged_into_id IS NULL) AS customer
      WHERE place <= $1 ORDER BY place, "tenantId"`,
    [customersOfEach],
  )
  return {
    sandbox,
    customers,
    async edit({ tenantId, id }, name) {
      const began = Date.now()
      const of = { tenantId: String(tenantId), domains: ['customers'] } as const
      await writeInLazi(pool, { ...of, act: byTest() }, async (write) => {
        const { rows } = await write.client.query<{ version: string }>(
          'SELECT version::text FROM lazi.customers WHERE tenant_id = $1 AND id = $2',
          [of.tenantId, id],
        )
        return changeCustomer(write, {
          reference: id,
          version: String(rows[0]?.version),
          values: { name },
        })
      })
      return began
    },
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]()
      await pool.end()
      await sandbox.close()
    },
  }
}

/** When ServiceTitan applied each name, in milliseconds since 1970. */
export function appliedAt({ book }: Sandbox): ReadonlyMap<string, number> {
  return new Map(book.map(({ values, time }) => [String(values.name), time]))
}
