import type { Dimension } from './dimension.ts'
import { factOf } from './facts.ts'
import type { Metric } from './metric.ts'
import { conditionOf } from './query-statement.ts'

/** How many records a metric leaves out, because it is not known what they add. */
export interface UnknownRow {
  readonly metric: string
  readonly records: number
}

/**
 * The statement that counts the records that metrics leave out. Parameters as of `queryStatement`. It returns an
 * {@link UnknownRow} for each metric that may leave some out.
 * @example
 * const { rows } = await client.query(unknownStatement(metrics), [tenantId, from, to, '{}'])
 */
export function unknownStatement(metrics: readonly Metric[], filters: readonly Dimension[] = []): string {
  const counts = metrics.flatMap(({ name, terms }) =>
    terms.flatMap(({ population, isUnknown }) =>
      isUnknown === undefined
        ? []
        : [
            `SELECT '${name}' AS metric, count(DISTINCT fact.${factOf(population.fact).key})::integer AS records
  FROM analytics.${population.fact} AS fact
 WHERE ${conditionOf(population, filters)} AND ${isUnknown}`,
          ],
    ),
  )
  return counts.join('\n UNION ALL\n')
}
