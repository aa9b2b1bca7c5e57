import type pg from 'pg'
import { beginText, readerRole } from '../../src/tenant/in-tenant.ts'
import type { Asked } from './questions.ts'

/** What a question costs, over many tenants and days. */
export interface Cost {
  readonly p50Ms: number
  readonly p99Ms: number
  /** Pages of the database that are looked at, cached or not; the middle and the worst. */
  readonly buffers: number
  readonly mostBuffers: number
}

/**
 * Asks each question several times, in turn, as requests do: in a transaction of its tenant, as `lazi_reader`. The best
 * time of each counts, so that what else the machine does is not measured; the percentiles are over the questions.
 */
export async function measureReads(
  client: pg.ClientBase,
  asked: readonly Asked[],
  rounds: number,
): Promise<Cost> {
  const best = asked.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, { statement, ...question }] of asked.entries()) {
      await client.query(begin(question))
      best[index] = Math.min(best[index] ?? Infinity, await timeOf(client, statement))
      await client.query('COMMIT')
    }
  }
  const buffers: number[] = []
  for (const { statement, ...question } of asked.slice(0, 50)) {
    await client.query(begin(question))
    buffers.push((await explain(client, statement, 'JSON')).buffers)
    await client.query('COMMIT')
  }
  return { ...percentiles(best), buffers: percentile(buffers, 0.5), mostBuffers: Math.max(...buffers) }
}

/** The same questions, asked of the replaced schema. */
export async function measureReplaced(
  client: pg.ClientBase,
  asked: readonly Asked[],
  rounds: number,
): Promise<Cost> {
  const best = asked.map(() => Infinity)
  const buffers: number[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [index, { replaced }] of asked.entries()) {
      best[index] = Math.min(best[index] ?? Infinity, await timeOf(client, replaced))
    }
  }
  for (const { replaced } of asked.slice(0, 10))
    buffers.push((await explain(client, replaced, 'JSON')).buffers)
  return { ...percentiles(best), buffers: percentile(buffers, 0.5), mostBuffers: Math.max(...buffers) }
}

/** The plan as PostgreSQL tells it, with what was read. */
export async function explainText(client: pg.ClientBase, { statement, ...question }: Asked): Promise<string> {
  await client.query(begin(question))
  const { text } = await explain(client, statement, 'TEXT')
  await client.query('COMMIT')
  return text
}

const begin = ({ tenantId, plan }: Pick<Asked, 'tenantId' | 'plan'>): string =>
  beginText({ tenantId, role: readerRole, statementTimeoutMs: 60_000, ...plan })

async function explain(client: pg.ClientBase, { text, values }: pg.QueryConfig, format: 'JSON' | 'TEXT') {
  const { rows } = await client.query<Record<'QUERY PLAN', unknown>>({
    text: `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT ${format}) ${text}`,
    values: values ?? [],
  })
  if (format === 'TEXT') return { text: rows.map((row) => row['QUERY PLAN']).join('\n'), buffers: 0 }
  const [{ Plan: plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: Record<string, number> }] })['QUERY PLAN']
  return { text: '', buffers: (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0) }
}

async function timeOf(client: pg.ClientBase, statement: pg.QueryConfig): Promise<number> {
  const started = performance.now()
  await client.query(statement)
  return performance.now() - started
}

function percentiles(times: readonly number[]) {
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) }
}

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] as number
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** How time grows with size: 1 is linear, 0 not at all (least squares over the logarithms). */
export function growthExponent(points: readonly { readonly size: number; readonly ms: number }[]): number {
  const logs = points.map(({ size, ms }) => [Math.log(size), Math.log(ms)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, point) => sum + point[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const covariance = logs.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0)
  return covariance / logs.reduce((sum, point) => sum + (point[0] - x) ** 2, 0)
}
