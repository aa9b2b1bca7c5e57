import { setTimeout as sleep } from 'node:timers/promises'
import { channels } from 'db-migrations/protocol'
import { tables } from '../../src/cache/tables.ts'
import { connect } from '../../src/database.ts'
import { projections } from '../../src/projector/tables.ts'
import { addTenant } from '../../src/tenants/tenant-list.ts'
import { byTest } from '../../test/support/by-test.ts'
import { programOf, sandboxEnvironment, startProgram, thisTree } from './programs.ts'
import type { BenchDatabase } from './server.ts'

const LOOK_EVERY_MS = 200

/** `sync worker` for tenants of a sandbox, as a process as in use. */
export async function startWorker(
  { url }: BenchDatabase,
  sandboxUrl: string,
  tenantIds: readonly number[],
): Promise<AsyncDisposable> {
  const sandbox = await sandboxEnvironment(url, sandboxUrl, tenantIds)
  const worker = startProgram(programOf(thisTree, 'apps/sync'), ['worker'], sandbox.env)
  return {
    async [Symbol.asyncDispose]() {
      await worker[Symbol.asyncDispose]()
      await sandbox[Symbol.asyncDispose]()
    },
  }
}

/** Adds a tenant, whose tables are due then. */
export async function addBenchTenant({ url }: BenchDatabase, id: number): Promise<void> {
  const client = await connect(url)
  try {
    await addTenant(client, { tenantId: String(id), name: `Bench ${id}`, timeZone: null }, byTest())
  } finally {
    await client.end()
  }
}

/** Requests runs with recent changes of everything that is projected. A pending request is not repeated. */
export async function requestHotRuns({ admin }: BenchDatabase, tenantId: number): Promise<void> {
  const names = projections.map(({ cacheTable }) => cacheTable)
  const wanted = tables.filter(({ name }) => names.includes(name)).map(({ name }) => name)
  await admin.query(
    `INSERT INTO raw.sync_requests (tenant_id, table_name, kind)
     SELECT $1, table_name, 'hot' FROM unnest($2::text[]) AS wanted (table_name)
      WHERE NOT EXISTS (SELECT FROM raw.sync_requests AS open
                         WHERE open.tenant_id = $1 AND open.table_name = wanted.table_name AND open.status = 'pending')`,
    [tenantId, wanted],
  )
  await admin.query(`SELECT pg_notify($1, '')`, [channels.syncRequests])
}

/** Whether a follower has built all of a number of tables. */
export async function isBuilt(
  { admin }: BenchDatabase,
  tenantId: number,
  { name, tables: { length } }: { readonly name: string; readonly tables: readonly string[] },
): Promise<boolean> {
  const { rowCount } = await admin.query(
    'SELECT FROM sync.followers WHERE tenant_id = $1 AND name = $2 AND cardinality(ready) = $3',
    [tenantId, name, length],
  )
  return rowCount === 1
}

/** Waits until something is true. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(LOOK_EVERY_MS)
}
