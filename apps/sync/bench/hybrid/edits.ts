import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../common/measure.ts'
import type { BenchDatabase } from '../common/server.ts'
import { requestHotRuns, until } from '../common/worker.ts'
import { appliedAt, openHybridAccounts } from './account.ts'

const WARM_UP = 10
/** Between two edits, so that none waits for another one. */
const EVERY_MS = 150

export interface Edits {
  /** From the edit to its application, in milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly requestsPerEdit: number
  /** From LAZI's GET until its write is applied: what a person saves meanwhile is overwritten. In milliseconds. */
  readonly window: { readonly p50: number; readonly p95: number }
  /** What the echo of the edits has caused. */
  readonly echo: { readonly versions: number; readonly conflicts: number; readonly pushes: number }
}

/** Single edits of one quiet tenant. */
export async function measureEdits(
  database: BenchDatabase,
  { edits, onProgress }: { readonly edits: number; readonly onProgress: (line: string) => void },
): Promise<Edits> {
  onProgress('first sync of one tenant …')
  await using accounts = await openHybridAccounts(database, { tenants: 1, customersOfEach: 50 })
  const { sandbox, customers, edit } = accounts
  const began = new Map<string, number>()
  let requestsBefore = 0
  onProgress(`${edits} edits …`)
  for (let n = -WARM_UP; n < edits; n++) {
    const name = `Edit ${n}`
    if (n === 0) requestsBefore = sandbox.requestCount('/crm/')
    began.set(
      name,
      await edit(customers[(n + WARM_UP) % customers.length] as (typeof customers)[number], name),
    )
    await sleep(EVERY_MS)
  }
  await until(async () => appliedAt(sandbox).size >= edits + WARM_UP && (await countOutbox(database)) === 0)
  const requestsPerEdit = (sandbox.requestCount('/crm/') - requestsBefore) / edits
  const applied = appliedAt(sandbox)
  const times = [...began].slice(WARM_UP).map(([name, from]) => (applied.get(name) as number) - from)
  onProgress('the echo of the edits …')
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    requestsPerEdit,
    window: windowOf(sandbox.requests, sandbox.book),
    echo: await measureEcho(database, sandbox),
  }
}

type Sandbox = Awaited<ReturnType<typeof openHybridAccounts>>['sandbox']

function windowOf(requests: Sandbox['requests'], book: Sandbox['book']): Edits['window'] {
  const widths = book.map(({ path, time }) => {
    const read = requests.findLast(
      (request) => request.method === 'GET' && request.path === path && request.time <= time,
    )
    if (read === undefined) throw new Error(`${path} was written, and not read before.`)
    return time - read.time
  })
  return { p50: percentile(widths, 0.5), p95: percentile(widths, 0.95) }
}

/** What comes back by the feeds changes nothing. */
async function measureEcho(database: BenchDatabase, { book }: Sandbox): Promise<Edits['echo']> {
  const before = await readState(database)
  const written = book.length
  const [tenantId] = await readTenants(database)
  await requestHotRuns(database, Number(tenantId))
  await until(() => isCaughtUp(database))
  const after = await readState(database)
  return {
    versions: after.versions - before.versions,
    conflicts: after.conflicts - before.conflicts,
    pushes: book.length - written + (await countOutbox(database)),
  }
}

async function readState({ admin }: BenchDatabase) {
  const { rows } = await admin.query<{ versions: number; conflicts: number }>(
    `SELECT (SELECT sum(version)::integer FROM lazi.customers) AS versions,
            (SELECT count(*)::integer FROM sync.conflicts) AS conflicts`,
  )
  return rows[0] as { versions: number; conflicts: number }
}

async function countOutbox({ admin }: BenchDatabase): Promise<number> {
  const { rows } = await admin.query<{ rows: number }>('SELECT count(*)::integer AS rows FROM sync.outbox')
  return rows[0]?.rows ?? 0
}

async function readTenants({ admin }: BenchDatabase): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>('SELECT tenant_id::text AS id FROM raw.tenants')
  return rows.map(({ id }) => id)
}

async function isCaughtUp({ admin }: BenchDatabase): Promise<boolean> {
  const { rowCount } = await admin.query(
    `SELECT FROM sync.followers AS follower JOIN raw.change_positions AS position USING (tenant_id)
      WHERE follower.name = 'records' AND follower.seq >= position.last_seq
        AND NOT EXISTS (SELECT FROM raw.sync_requests WHERE status IN ('pending', 'running'))`,
  )
  return rowCount === 1
}
