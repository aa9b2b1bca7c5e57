import type { Dimension } from './dimension.ts'
import { factOf } from './facts.ts'
import type { Metric, Term } from './metric.ts'
import { addsOf, conditionOf, dividesOf } from './query-statement.ts'

/** A row behind a number: what it adds. */
export interface BehindRow {
  /** The table of schema `analytics`, whose rows are about the records of the same name in schema `lazi`. */
  readonly fact: string
  /** The id of the record. */
  readonly id: string
  readonly day: string
  /** What tells the rows of one record apart; empty where it has one only. */
  readonly part: string
  /** Null: it is not known what it adds. */
  readonly numerator: string | null
  readonly denominator: string | null
}

/**
 * The statement that reads the rows behind a metric, newest first. Parameters `$1` to `$4` as in `queryStatement`; `$5`
 * to `$7` are day, id and part of the last row of the page before, null for the first; `$8` is the number of rows. A row
 * that adds nothing is left out, and one of which it is not known what it adds is not. It returns {@link BehindRow}s.
 * @example
 * const { rows } = await client.query(rowsStatement(metric), [tenantId, from, to, '{}', null, null, null, 100])
 */
export function rowsStatement({ terms }: Metric, filters: readonly Dimension[] = []): string {
  return `
SELECT fact, id, part, to_char(day, 'YYYY-MM-DD') AS day, trim_scale(numerator::numeric)::text AS numerator,
       trim_scale(denominator::numeric)::text AS denominator
  FROM (${terms.map((term) => rowsOfTerm(term, filters)).join('\n        UNION ALL\n        ')}) AS behind
 WHERE (numerator <> 0 OR denominator <> 0 OR numerator IS NULL)
   AND ($5::date IS NULL OR (behind.day, id, part) < ($5::date, $6::uuid, $7::text))
 ORDER BY behind.day DESC, id DESC, part DESC LIMIT $8`
}

function rowsOfTerm(term: Term, filters: readonly Dimension[]): string {
  const { population, of } = term
  const { fact, day } = population
  const { key, parts = [] } = factOf(fact)
  const part = parts.length === 0 ? `''` : `concat_ws(':', ${parts.map((name) => `fact.${name}`).join(', ')})`
  return `SELECT '${fact}' AS fact, fact.${key} AS id, ${part} AS part, fact.${day} AS day, ${addsOf(term)} AS numerator, ${of ? dividesOf(term) : 'NULL::integer'} AS denominator
          FROM analytics.${fact} AS fact
         WHERE ${conditionOf(population, filters)}`
}
