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

  const server = await startServerProcess(database, { requestsPerMinute: 1_000_000_000 })
  const { url } = server
  try {
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
    await server.stop()
  }
}

/** Starts the API as a process of its own. */
export async function startServerProcess(
  { url }: BenchDatabase,
  { requestsPerMinute }: { readonly requestsPerMinute: number },
) {
  const child = spawn(process.execPath, [path('./server-process.ts'), String(requestsPerMinute)], {
    // The URL is no argument, which every account of the machine could read.
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    url: line.toString().trim(),
    async stop() {
      child.stdin.end()
      await once(child, 'exit')
    },
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
  database: BenchDatabase,
  tenantIds: readonly string[],
): Promise<Load['requests']> {
  const headers = await createHeaders(database, tenantIds)
  return headers.map((header) => ({ path: `/api/v2/schedule?date=${lastDay}`, headers: header }))
}

/** The last day with appointments. */
export const lastDay = new Date(Date.parse(accounts.end) - 86_400_000).toISOString().slice(0, 10)

/** The headers of requests with a new key for each of the tenants. */
export async function createHeaders({ url }: BenchDatabase, tenantIds: readonly string[]) {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  try {
    const headers: { readonly authorization: string }[] = []
    for (const tenantId of tenantIds) {
      const key = await createKey(pool, { tenantId, name: 'Bench', scopes: ['read'], expiresAt: null })
      if (!key) throw new Error(`Expected a tenant ${tenantId}`)
      headers.push({ authorization: `Bearer ${formatKey({ tenantId, ...key })}` })
    }
    return headers
  } finally {
    await pool.end()
  }
}

async function runLoad(load: Load): Promise<LoadResult> {
  const result = await startLoad(load).result
  if (result.failures > 0) throw new Error(`${result.failures} requests of ${load.requests[0]?.path} failed.`)
  return result
}

/** Starts a load. `started` resolves with its first response, `result` at its end. */
export function startLoad(load: Load): {
  readonly started: Promise<unknown>
  readonly result: Promise<LoadResult>
} {
  const child = spawn(process.execPath, [path('./load-process.ts')], { stdio: ['pipe', 'pipe', 'inherit'] })
  const started = once(child.stdout, 'data')
  const result = text(child.stdout).then((output) => JSON.parse(output.replace('started', '')) as LoadResult)
  child.stdin.end(JSON.stringify(load))
  return { started, result }
}

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url))
