import type { Dimension } from './dimension.ts'
import { none } from './fact.ts'
import { isRatio, type Metric, type Population, type Term } from './metric.ts'

/** Lengths of time by which a period can be divided. A week begins on Sunday, as in ServiceTitan's scorecards. */
export const grains = ['day', 'week', 'month', 'quarter', 'year'] as const

export type Grain = (typeof grains)[number]

export interface Query {
  readonly metrics: readonly Metric[]
  /** @default the whole */
  readonly by?: Dimension | undefined
  /** @default the whole period */
  readonly grain?: Grain | undefined
  /** The dimensions of which not all members count. @default none */
  readonly filters?: readonly Dimension[]
}

/** A row of the answer of {@link queryStatement}. */
export interface QueryRow {
  readonly metric: string
  /** The member of the dimension; {@link none} also without a dimension. */
  readonly member: string
  /** The first day of the part of the period, as in `2026-11-01`; null without a grain. */
  readonly bucket: string | null
  /** Whether it is about the whole, without dimension and grain. */
  readonly isTotal: boolean
  /** Decimals. A ratio has a denominator, and no value where that is 0. No numerator: all that would add is unknown. */
  readonly numerator: string | null
  readonly denominator: string | null
  readonly value: string | null
  /** Whether rows were left out, of which it is not known what they add. */
  readonly hasUnknown: boolean
}

/**
 * The statement that computes metrics. `$1` is the tenant, `$2` the first day of the period, `$3` the day after its last
 * one, `$4` the members that count of each filtered dimension, as JSON: `{"business-unit": ["…"]}`. Totals are computed, and not added up: a ratio is that of the sums. It returns {@link QueryRow}s.
 * @example
 * const { rows } = await client.query(queryStatement({ metrics, grain: 'month' }), ['1001', '2026-11-01', '2026-12-01', '{}'])
 */
export function queryStatement(query: Query): string {
  const { metrics } = query
  const populations = [...new Set(metrics.flatMap(({ terms }) => terms.map(({ population }) => population)))]
  const ratios = metrics.filter(isRatio).map(({ name }) => `'${name}'`)
  return `
WITH part AS (
${populations.map((population) => partOf(population, query)).join('\n  UNION ALL\n')}
),
summed AS (
  SELECT metric, member, bucket, is_total, sum(denominator) AS denominator, sum(unknown) > 0 AS has_unknown,
         CASE WHEN sum(unknown) = 0 OR sum(known) > 0 THEN sum(numerator) END AS numerator
    FROM part GROUP BY metric, member, bucket, is_total
)
SELECT metric, member, to_char(bucket, 'YYYY-MM-DD') AS bucket, is_total AS "isTotal",
       trim_scale(numerator)::text AS numerator, trim_scale(denominator)::text AS denominator,
       trim_scale(${ratios.length === 0 ? 'numerator' : `CASE WHEN metric IN (${ratios.join(', ')}) THEN round(numerator / nullif(denominator, 0), 6) ELSE numerator END`})::text AS value,
       has_unknown AS "hasUnknown"
  FROM summed
 ORDER BY is_total, bucket, member, metric`
}

/** What the rows of a population add to each metric, by member and part of the period, and as a whole. */
function partOf(population: Population, { metrics, by, grain, filters }: Query): string {
  const terms = metrics.flatMap(({ name, terms: all }) =>
    all.filter((term) => term.population === population).map((term) => ({ name, ...term })),
  )
  // By member and day first: there are far fewer of those than rows, for which parts and totals are computed then.
  const member = by ? columnOf(by, population) : `'${none}'::uuid`
  const bucket = grain ? bucketOf('daily.day', grain) : 'NULL::date'
  const groups = [...(by ? ['daily.member'] : []), ...(grain ? [bucket] : [])]
  return `  SELECT term.metric, grouped.member, grouped.bucket, grouped.is_total,
         term.numerator::numeric AS numerator, term.denominator::numeric AS denominator, term.unknown, term.known
    FROM (SELECT ${by ? `coalesce(daily.member, '${none}')` : `'${none}'::uuid`} AS member, ${bucket} AS bucket,
                 ${groups[0] ? `grouping(${groups[0]}) = 1` : 'true'} AS is_total${terms
                   .map(
                     ({ of, isUnknown }, place) =>
                       `,\n                 coalesce(sum(daily.n${place}), 0) AS n${place}, ${of ? `coalesce(sum(daily.d${place}), 0)` : 'NULL::numeric'} AS d${place}${isUnknown ? `, coalesce(sum(daily.u${place}), 0) AS u${place}, coalesce(sum(daily.k${place}), 0) AS k${place}` : ''}`,
                   )
                   .join('')}
            FROM (SELECT ${member} AS member, fact.${population.day} AS day${terms
              .map(
                (term, place) =>
                  `, sum(${addsOf(term)}) AS n${place}${term.of ? `, sum(${dividesOf(term)}) AS d${place}` : ''}${countsOf(term, place)}`,
              )
              .join('')}
                    FROM analytics.${population.fact} AS fact
                   WHERE ${conditionOf(population, filters)}
                   GROUP BY 1, 2) AS daily
           GROUP BY GROUPING SETS (${groups.length > 0 ? `(${groups.join(', ')}), ` : ''}())) AS grouped
   CROSS JOIN LATERAL (VALUES ${terms
     .map(
       ({ name, isUnknown }, place) =>
         `('${name}', grouped.n${place}, grouped.d${place}, ${isUnknown ? `grouped.u${place}, grouped.k${place}` : '0, 0'})`,
     )
     .join(', ')}) AS term (metric, numerator, denominator, unknown, known)`
}

/** SQL of what a row adds; NULL: not known. */
export const addsOf = ({ adds, isUnknown }: Term): string =>
  isUnknown ? `CASE WHEN NOT (${isUnknown}) THEN ${adds} END` : adds

/** SQL of what a row adds to the denominator: nothing, where it is not known what it adds. */
export const dividesOf = ({ of = '0', isUnknown }: Term): string =>
  isUnknown ? `CASE WHEN NOT (${isUnknown}) THEN ${of} ELSE 0 END` : of

const countsOf = ({ isUnknown }: Term, place: number): string =>
  isUnknown
    ? `, count(*) FILTER (WHERE ${isUnknown}) AS u${place}, count(*) FILTER (WHERE NOT (${isUnknown})) AS k${place}`
    : ''

/** SQL that is true for the rows of a population in the period, with the members that count. */
export function conditionOf(population: Population, filters: readonly Dimension[] = []): string {
  const { day, where } = population
  return [
    'fact.tenant_id = $1 AND $4::jsonb IS NOT NULL',
    `fact.${day} >= $2::date`,
    `fact.${day} < $3::date`,
    ...(where === undefined ? [] : [where]),
    ...filters.map(
      (dimension) =>
        `${columnOf(dimension, population)} = ANY (ARRAY(SELECT jsonb_array_elements_text($4::jsonb -> '${dimension.name}')::uuid))`,
    ),
  ].join('\n             AND ')
}

/** @throws when the fact has no such column: the metrics that are asked for have all dimensions */
function columnOf({ name, columns }: Dimension, { fact }: Population): string {
  const column = columns[fact]
  if (column === undefined) throw new Error(`The fact ${fact} has no ${name}.`)
  return `fact.${column}`
}

/** SQL of the first day of the part of the period that a day is in. */
function bucketOf(day: string, grain: Grain): string {
  if (grain === 'day') return day
  if (grain === 'week') return `(date_trunc('week', ${day} + 1)::date - 1)`
  return `date_trunc('${grain}', ${day})::date`
}
