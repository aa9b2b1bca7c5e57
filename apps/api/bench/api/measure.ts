import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { beginText } from '../../src/tenant/in-tenant.ts'
import type { Asked } from './questions.ts'
import { accounts } from './rows.ts'

/** What a question costs, over many tenants and days. */
export interface Cost {
  readonly p50Ms: number
  readonly p99Ms: number
  /** Buffers that are read, cached or not; median and maximum. */
  readonly buffers: number
  readonly mostBuffers: number
}

/** How a question is put: as the API does, or in plain SQL of one schema. */
export type Way = 'api' | 'cache' | 'replaced'

/**
 * Runs each question several times, in turn; the cache's in a transaction of its tenant, as `lazi_reader`, as requests
 * do. The best time of each counts, so that what else the machine does is not measured; the percentiles are over the
 * questions.
 */
export async function measureQuestion(
  client: pg.ClientBase,
  asked: readonly Asked[],
  way: Way,
  rounds: number,
): Promise<Cost> {
  const best = asked.map(() => Infinity)
  for (let round = 0; round < rounds; round++) {
    for (const [index, question] of asked.entries()) {
      const ms = await ask(client, question, way, (statement) => timeOf(client, statement))
      best[index] = Math.min(best[index] ?? Infinity, ms)
    }
  }
  const buffers: number[] = []
  for (const question of asked.slice(0, way === 'replaced' ? 10 : 50)) {
    const plan = await ask(client, question, way, (statement) => explain(client, statement, 'JSON'))
    buffers.push(plan.buffers)
  }
  return {
    p50Ms: percentile(best, 0.5),
    p99Ms: percentile(best, 0.99),
    buffers: percentile(buffers, 0.5),
    mostBuffers: Math.max(...buffers),
  }
}

/** The answers in plain SQL, each as text: schemas with different answers are not comparable. */
export async function readAnswers(
  client: pg.ClientBase,
  asked: readonly Asked[],
  way: 'cache' | 'replaced',
): Promise<readonly string[]> {
  const answers: string[] = []
  for (const question of asked) {
    const { rows } = await ask(client, question, way, (statement) => client.query(statement))
    answers.push(JSON.stringify(rows))
  }
  return answers
}

/** The plan as PostgreSQL prints it, with the buffers read. */
export async function explainText(client: pg.ClientBase, question: Asked, way: Way): Promise<string> {
  const { text } = await ask(client, question, way, (statement) => explain(client, statement, 'TEXT'))
  return text
}

/** Does something with a question's statement, in the question's transaction. */
async function ask<T>(
  client: pg.ClientBase,
  question: Asked,
  way: Way,
  work: (statement: pg.QueryConfig) => Promise<T>,
): Promise<T> {
  await client.query(begin(question, way))
  const result = await work(way === 'api' ? question.statement : question[way])
  await client.query('COMMIT')
  return result
}

/** A day in plain SQL is one of the session's time zone. */
function begin({ tenantId, plan }: Asked, way: Way): string {
  const zone = `SET LOCAL timezone = '${accounts.timeZone}'`
  if (way === 'replaced') return `BEGIN; ${zone}`
  const usual = { tenantId, role: roles.reader, statementTimeoutMs: 60_000 } as const
  return way === 'api' ? beginText({ ...usual, ...plan }) : `${beginText(usual)}; ${zone}`
}

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

/** The value below which the given share of the values is. */
export function percentile(values: readonly number[], share: number): number {
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
