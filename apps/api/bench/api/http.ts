import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { formatKey } from '../../src/keys/key-text.ts'
import { createKey } from '../../src/keys/manage-keys.ts'
import { scheduleTables } from '../../src/schedule/read-schedule.ts'
import type { Load, LoadResult } from './load-process.ts'
import { accounts, firstTenant } from './rows.ts'
import type { BenchDatabase } from './server.ts'

/** How many tenants request their board concurrently. */
const ASKING = 20

/** Requests of each kind; `made` is the board, never from the cache. */
export interface HttpRound {
  readonly selectOne: LoadResult
  readonly warm: LoadResult
  readonly made: LoadResult
}

/**
 * The board of the last day, through HTTP and row-level security, against a handler that only runs SELECT 1 on the same
 * server and pool; in alternation.
 */
export async function measureHttp(
  database: BenchDatabase,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
): Promise<HttpRound[]> {
  const known = Array.from({ length: ASKING }, (_, index) => String(firstTenant + index))
  const unknown = Array.from({ length: ASKING }, (_, index) => String(firstTenant + ASKING + index))
  await endFirstSyncs(database, known)
  const warm = await boardRequests(database, known)
  const made = await boardRequests(database, unknown)

  const server = spawn(process.execPath, [path('./server-process.ts'), database.url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(server.stdout, 'data')) as [Buffer]
    const url = line.toString().trim()
    const load = (requests: Load['requests'], duration = seconds) =>
      runLoad({ url, requests, connections: 10, seconds: duration })
    for (const requests of [[{ path: '/select-1' }], warm, made]) await load(requests, 2)
    const results: HttpRound[] = []
    for (let round = 0; round < rounds; round++) {
      const selectOne = await load([{ path: '/select-1' }])
      results.push({ selectOne, warm: await load(warm), made: await load(made) })
    }
    return results
  } finally {
    server.stdin.end()
    await once(server, 'exit')
  }
}

/** Marks the tables of these tenants as fully synced, so that responses may be cached until something changes. */
async function endFirstSyncs({ admin }: BenchDatabase, tenantIds: readonly string[]): Promise<void> {
  await admin.query(
    `INSERT INTO raw.sync_state (tenant_id, table_name, last_full_sync, created_at, updated_at)
     SELECT tenant_id, table_name, now(), now(), now()
       FROM unnest($1::bigint[]) AS tenant_id CROSS JOIN unnest($2::text[]) AS table_name`,
    [tenantIds, scheduleTables],
  )
  await admin.query(
    `INSERT INTO raw.change_positions (tenant_id, last_seq, updated_at)
     SELECT tenant_id, 1, now() FROM unnest($1::bigint[]) AS tenant_id`,
    [tenantIds],
  )
}

async function boardRequests(
  { url }: BenchDatabase,
  tenantIds: readonly string[],
): Promise<Load['requests']> {
  const lastDay = new Date(Date.parse(accounts.end) - 86_400_000).toISOString().slice(0, 10)
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const requests: Load['requests'][number][] = []
    for (const tenantId of tenantIds) {
      const key = await createKey(pool, { tenantId, name: 'Bench', scopes: ['read'], expiresAt: null })
      if (!key) throw new Error(`Expected a tenant ${tenantId}`)
      const authorization = `Bearer ${formatKey({ tenantId, ...key })}`
      requests.push({ path: `/api/v2/schedule?date=${lastDay}`, headers: { authorization } })
    }
    return requests
  } finally {
    await pool.end()
  }
}

async function runLoad(load: Load): Promise<LoadResult> {
  const child = spawn(process.execPath, [path('./load-process.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(load))
  const result = JSON.parse(await text(child.stdout)) as LoadResult
  if (result.failures > 0) throw new Error(`${result.failures} requests of ${load.requests[0]?.path} failed.`)
  return result
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
