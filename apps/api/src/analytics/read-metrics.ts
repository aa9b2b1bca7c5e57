import {
  type Dimension,
  dimensions,
  type Grain,
  isRatio,
  type Metric,
  type MetricNeed,
  missingStatements,
  none,
  type QueryRow,
  queryStatement,
  type UnknownRow,
  unknownStatement,
} from 'analytics'
import type pg from 'pg'
import { ProblemError } from '../http/problem.ts'
import type { MetricsAnswer } from './analytics-schemas.ts'
import { bucketsOf, dayIn, formerPeriod, isPartial, type Period } from './period.ts'
import { assertComplete, factsOf, readFacts } from './read-state.ts'

/** The members that count, by the name of their dimension. */
export type Members = Readonly<Record<string, readonly string[]>>

export interface MetricsRequest extends Period {
  readonly metrics: readonly Metric[]
  readonly by: Dimension | null
  readonly grain: Grain | null
  readonly compare: 'previous' | 'year' | null
  readonly members: Members
  readonly now: Date
  /** Rows of the answer, at most. */
  readonly maxRows: number
}

type Values = MetricsAnswer['totals']

/**
 * Computes metrics of a period, and of the one compared with.
 * @throws {NotReadyError} when a fact that they need is not complete
 * @throws {ProblemError} 400 for an answer of more than `maxRows` rows
 */
export async function readMetrics(
  client: pg.ClientBase,
  tenantId: string,
  request: MetricsRequest,
): Promise<MetricsAnswer> {
  const { from, to, metrics, by, grain, compare, now, maxRows } = request
  const facts = await readFacts(client, tenantId)
  assertComplete(factsOf(metrics), facts)
  const missing = await readMissing(client, tenantId, metrics)
  const period = { from, to }
  const former = compare === null ? null : formerPeriod(period, compare)
  const computed = await readRows(client, tenantId, request, period)
  const needs = [...missing, ...(await readLeftOut(client, tenantId, request, computed))]
  const found = index(computed)
  const before = former && index(await readRows(client, tenantId, request, former))
  const buckets = grain === null ? [null] : bucketsOf(period, grain)
  const formerBuckets = grain === null || former === null ? [null] : bucketsOf(former, grain)
  const names = by === null ? null : await readNames(client, tenantId, by.table, [...found.members])
  const members = by === null ? [none] : [...found.members].sort(byName(names))
  const count = by === null && grain === null ? 0 : members.length * buckets.length
  if (count > maxRows) {
    throw new ProblemError(
      400,
      `The answer would have ${count} rows, more than ${maxRows}. Request a shorter period or a coarser grain.`,
    )
  }
  const today = dayIn(facts.timeZone, now)
  const unknown = new Set(missing.map(({ metric }) => metric))
  const valueIn = (values: typeof found, metric: Metric, key: string) =>
    (unknown.has(metric.name) ? undefined : values.at(metric.name, key)) ?? nothing(metric)
  const valuesOf = (key: string, formerKey: string): Values =>
    Object.fromEntries(
      metrics.map((metric) => [
        metric.name,
        {
          ...valueIn(found, metric, key),
          ...(before && { former: valueIn(before, metric, formerKey).value }),
        },
      ]),
    )
  const rows =
    count === 0
      ? []
      : members.flatMap((member) =>
          buckets.map((bucket, place) => ({
            member: by === null ? null : { id: member, name: names?.get(member) ?? null },
            bucket,
            isPartial: bucket !== null && grain !== null && isPartial(bucket, grain, { from, to, today }),
            values: valuesOf(keyOf(member, bucket), keyOf(member, formerBuckets[place] ?? null)),
          })),
        )
  return {
    period,
    comparedWith: former,
    timeZone: facts.timeZone,
    asOf: facts.asOf,
    needs,
    rows,
    totals: valuesOf(total, total),
  }
}

type Needs = MetricsAnswer['needs']

/** The metrics that have no value, because their data is missing. */
async function readMissing(
  client: pg.ClientBase,
  tenantId: string,
  metrics: readonly Metric[],
): Promise<Needs> {
  const missing: MetricNeed[] = []
  for (const need of new Set(metrics.flatMap(({ needs = [] }) => needs))) {
    if (need === 'accounting') continue
    const { rows } = await client.query<{ isMissing: boolean }>(missingStatements[need], [tenantId])
    if (rows[0]?.isMissing) missing.push(need)
  }
  return metrics.flatMap(({ name, needs }) =>
    needs && missing.includes(needs) ? [{ metric: name, data: needs, jobs: null }] : [],
  )
}

/** The metrics that leave out jobs of which ServiceTitan has no invoices, each with their number. */
async function readLeftOut(
  client: pg.ClientBase,
  tenantId: string,
  { metrics, from, to, members }: MetricsRequest,
  computed: readonly QueryRow[],
): Promise<Needs> {
  const names = new Set(computed.flatMap(({ metric, hasUnknown }) => (hasUnknown ? [metric] : [])))
  const affected = metrics.filter(({ name }) => names.has(name))
  if (affected.length === 0) return []
  const { rows } = await client.query<UnknownRow>(unknownStatement(affected, filtersOf(members)), [
    tenantId,
    from,
    to,
    JSON.stringify(members),
  ])
  return rows.map(({ metric, records }) => ({ metric, data: 'accounting', jobs: records }))
}

async function readRows(
  client: pg.ClientBase,
  tenantId: string,
  { metrics, by, grain, members }: MetricsRequest,
  { from, to }: Period,
): Promise<QueryRow[]> {
  const query = { metrics, by: by ?? undefined, grain: grain ?? undefined, filters: filtersOf(members) }
  const { rows } = await client.query<QueryRow>(queryStatement(query), [
    tenantId,
    from,
    to,
    JSON.stringify(members),
  ])
  return rows
}

/** The dimensions with members that count. */
export const filtersOf = (members: Members): Dimension[] =>
  dimensions.filter(({ name }) => members[name] !== undefined)

const total = 'total'
const keyOf = (member: string, bucket: string | null) => `${member}/${bucket}`

function index(rows: readonly QueryRow[]) {
  const values = new Map(
    rows.map(({ metric, isTotal, member, bucket, numerator, denominator, value }) => [
      `${metric}/${isTotal ? total : keyOf(member, bucket)}`,
      { value, numerator, denominator },
    ]),
  )
  return {
    members: new Set(rows.filter(({ isTotal }) => !isTotal).map(({ member }) => member)),
    at: (metric: string, key: string) => values.get(`${metric}/${key}`),
  }
}

/** The value of a metric where there are no rows. */
const nothing = (metric: Metric) =>
  isRatio(metric)
    ? { value: null, numerator: '0', denominator: '0' }
    : { value: '0', numerator: '0', denominator: null }

/** The names of records by their ids. @param table in schema `lazi` */
export async function readNames(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await client.query<{ id: string; name: string | null }>(
    `SELECT id, name FROM lazi.${table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
    [tenantId, ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Members by name; those without a name last. */
const byName = (names: ReadonlyMap<string, string | null> | null) => (one: string, other: string) => {
  const last = '\u{10ffff}'
  const compared = (names?.get(one) ?? last).localeCompare(names?.get(other) ?? last)
  return compared === 0 ? one.localeCompare(other) : compared
}
