import { dimensions, metrics, queryStatement } from 'analytics'
import type { BenchDatabase } from '../common/server.ts'
import { TENANT } from './fill.ts'

const period = ['2025-01-01', '2026-01-01'] as const
const asked = metrics.filter(({ name }) => name === 'completed_revenue')
const by = dimensions.find(({ name }) => name === 'business-unit')
const statement = queryStatement({ metrics: asked, by, grain: 'month' })

/** What an owner would ask the cache instead, with an index made for it. */
export const ownersStatement = `SELECT job.business_unit_id AS unit, date_trunc('month', job.completed_on AT TIME ZONE 'America/Chicago') AS month,
       sum(invoice.subtotal) AS revenue
  FROM raw.st_jobs AS job
  JOIN raw.st_invoices AS invoice ON invoice.tenant_id = job.tenant_id AND invoice.job_id = job.st_id
 WHERE job.tenant_id = $1 AND job.status = 'Completed' AND job.active AND job.deleted_at IS NULL
   AND job.completed_on >= $2::timestamp AT TIME ZONE 'America/Chicago'
   AND job.completed_on < $3::timestamp AT TIME ZONE 'America/Chicago'
   AND invoice.active AND invoice.deleted_at IS NULL AND invoice.adjustment_to_id IS NULL
 GROUP BY 1, 2`

/** The index of {@link ownersStatement}. */
export const ownersIndex = `CREATE INDEX owners_idx ON raw.st_invoices (tenant_id, job_id) INCLUDE (subtotal, active, deleted_at, adjustment_to_id)`

/**
 * A year of revenue by business unit and month, from the facts and from the cache, in turn.
 * @returns milliseconds of each round
 * @throws when the answers differ
 */
export async function compareReports(
  { admin }: BenchDatabase,
  rounds: number,
): Promise<{ readonly facts: readonly number[]; readonly cache: readonly number[] }> {
  await admin.query(ownersIndex)
  await admin.query('VACUUM (ANALYZE) raw.st_invoices, raw.st_jobs, analytics.jobs')
  const times: { facts: number[]; cache: number[] } = { facts: [], cache: [] }
  for (let round = 0; round <= rounds; round++) {
    const facts = await timed(() => admin.query(statement, [TENANT, ...period, '{}']))
    const cache = await timed(() => admin.query(ownersStatement, [TENANT, ...period]))
    const ofFacts = facts.result.rows.find(({ isTotal }) => isTotal)?.value
    const ofCache = cache.result.rows.reduce((sum, { revenue }) => sum + Number(revenue), 0)
    if (Number(ofFacts) !== ofCache)
      throw new Error(`Expected the same revenue, got ${ofFacts} and ${ofCache}.`)
    // The first round warms up.
    if (round === 0) continue
    times.facts.push(facts.ms)
    times.cache.push(cache.ms)
  }
  return times
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const started = performance.now()
  const result = await work()
  return { result, ms: performance.now() - started }
}
