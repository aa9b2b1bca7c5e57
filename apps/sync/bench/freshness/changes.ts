import { setTimeout as sleep } from 'node:timers/promises'
import { createSandbox, type Sandbox } from 'servicetitan-sandbox'
import { analyticsFollower } from '../../src/analytics/analytics-follower.ts'
import { environmentOf, programOf, runProgram, startProgram, thisTree } from '../common/programs.ts'
import type { BenchDatabase } from '../common/server.ts'
import { addBenchTenant, isBuilt, requestHotRuns, startWorker, until } from '../common/worker.ts'

const TENANT = 1
/** How often runs with recent changes are requested, as for a demo, in milliseconds. */
export const HOT_RUN_MS = 15_000
/** How often an invoice changes; it does not divide the former, so that changes are at every time between two runs. */
const CHANGE_MS = 700
const ASK_MS = 200

export interface ChangesOptions {
  readonly database: BenchDatabase
  readonly jobs: number
  readonly seconds: number
  readonly onProgress: (line: string) => void
}

/** Of each change, milliseconds. */
export interface ChangeTimes {
  /** From the change in the sandbox to an answer of the API that has it. */
  readonly toNumber: readonly number[]
  /** From the commit in the cache to that of the fact of the job. */
  readonly toFact: readonly number[]
}

/**
 * Raises the income of one completed job after the other by 1, while a worker syncs and the API is asked for the revenue of
 * all time: the n-th change is there once the revenue has risen by n.
 */
export async function measureChanges(options: ChangesOptions): Promise<ChangeTimes> {
  const { database, jobs, seconds, onProgress } = options
  await using sandbox = createSandbox({
    now: Date.now(),
    realNow: Date.now,
    exportPageSize: 1_000,
    tenants: [{ tenantId: TENANT, sizes: { jobs, locations: Math.ceil(jobs / 4), technicians: 30 } }],
  })
  const { url } = await sandbox.listen()
  await using _ = await startWorker(database, url, [TENANT])
  await addBenchTenant(database, TENANT)
  onProgress(`first sync and facts of ${jobs.toLocaleString('en-US')} jobs …`)
  await until(() => isBuilt(database, TENANT, analyticsFollower))
  const invoices = await readInvoices(database, Math.ceil((seconds * 1000) / CHANGE_MS))
  await using api = await startApi(database)
  onProgress(`a change every ${CHANGE_MS} ms, for ${seconds} s …`)
  const toNumber = await watchNumber(database, { sandbox, invoices, readRevenue: api.readRevenue })
  return { toNumber, toFact: await readFactLags(database, invoices) }
}

interface Invoice {
  readonly id: string
  readonly job: string
  readonly income: string
}

/** The only invoices of completed jobs: the job's revenue is their income. */
async function readInvoices({ admin }: BenchDatabase, count: number): Promise<Invoice[]> {
  const { rows } = await admin.query<Invoice>(
    `SELECT min(invoice.st_id)::text AS id, job.job_id::text AS job, job.revenue::text AS income
       FROM analytics.jobs AS job
       JOIN raw.st_invoices AS invoice
         ON invoice.tenant_id = job.tenant_id AND lazi.projected_id(${TENANT}, 'jobs', invoice.job_id) = job.job_id
      WHERE job.tenant_id = ${TENANT} AND job.is_completed GROUP BY job.job_id, job.revenue
     HAVING count(*) = 1 AND bool_and(invoice.active AND invoice.adjustment_to_id IS NULL) ORDER BY 1 LIMIT $1`,
    [count],
  )
  if (rows.length < count) throw new Error(`Expected ${count} jobs with one invoice, got ${rows.length}.`)
  return rows
}

async function startApi({
  url,
}: BenchDatabase): Promise<AsyncDisposable & { readonly readRevenue: () => Promise<number> }> {
  const program = programOf(thisTree, 'apps/api')
  const env = { ...environmentOf(url), API_REQUESTS_PER_MINUTE: '0' }
  const { key } = JSON.parse(await runProgram(program, ['keys', 'create', '--name', 'Bench', '--json'], env))
  const server = startProgram(program, ['serve', '--port', '0', '--json'], env)
  const { url: base } = JSON.parse(await server.firstLine)
  const question = `${base}/api/v2/analytics/query?metrics=completed_revenue&from=2000-01-01&to=2100-01-01`
  return {
    async readRevenue() {
      const response = await fetch(question, { headers: { authorization: `Bearer ${key}` } })
      const body = await response.text()
      if (!response.ok) throw new Error(`The question was answered with ${response.status}: ${body}`)
      return Number(JSON.parse(body).totals.completed_revenue.value)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function watchNumber(
  database: BenchDatabase,
  {
    sandbox,
    invoices,
    readRevenue,
  }: {
    readonly sandbox: Sandbox
    readonly invoices: readonly Invoice[]
    readonly readRevenue: () => Promise<number>
  },
): Promise<number[]> {
  const before = await readRevenue()
  const changedAt: number[] = []
  const seen: number[] = []
  const started = performance.now()
  let requestedAt = Number.NEGATIVE_INFINITY
  while (seen.length < invoices.length) {
    const now = performance.now()
    if (now - requestedAt >= HOT_RUN_MS) {
      requestedAt = now
      await requestHotRuns(database, TENANT)
    }
    const due = Math.min(invoices.length, Math.floor((performance.now() - started) / CHANGE_MS) + 1)
    for (const { id, income } of invoices.slice(changedAt.length, due)) {
      changedAt.push(performance.now())
      raise(sandbox, id, income)
    }
    const there = Math.round((await readRevenue()) - before)
    if (there > changedAt.length) throw new Error('The revenue rose by more than the changes.')
    const seenAt = performance.now()
    for (const at of changedAt.slice(seen.length, there)) seen.push(seenAt - at)
    await sleep(ASK_MS)
  }
  return seen
}

function raise(sandbox: Sandbox, invoiceId: string, income: string): void {
  const items = [
    {
      id: 1,
      total: (Number(income) + 1).toFixed(2),
      generalLedgerAccount: { name: 'Sales', type: 'Income' },
    },
  ]
  sandbox.update(TENANT, 'invoices', Number(invoiceId), { items } as never)
}

async function readFactLags({ admin }: BenchDatabase, invoices: readonly Invoice[]): Promise<number[]> {
  const { rows } = await admin.query<{ ms: number }>(
    `SELECT (extract(epoch FROM pg_xact_commit_timestamp(fact.xmin) - pg_xact_commit_timestamp(change.xmin)) * 1000)::float8 AS ms
       FROM unnest($1::bigint[], $2::uuid[]) AS changed (invoice, job)
       JOIN LATERAL (SELECT xmin FROM raw.changes WHERE tenant_id = ${TENANT} AND table_name = 'st_invoices'
                        AND st_id = changed.invoice AND op = 'update' ORDER BY seq DESC LIMIT 1) AS change ON true
       JOIN analytics.jobs AS fact ON fact.tenant_id = ${TENANT} AND fact.job_id = changed.job`,
    [invoices.map(({ id }) => id), invoices.map(({ job }) => job)],
  )
  if (rows.length < invoices.length) throw new Error('A change is not in the feed.')
  return rows.map(({ ms }) => ms)
}
