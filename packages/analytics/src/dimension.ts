import type { Metric } from './metric.ts'

/** What metrics can be broken down by, and filtered with. */
export interface Dimension {
  readonly name: string
  readonly label: string
  /** The column of the facts. */
  readonly column: string
  /** The table of schema `lazi` with its members, and their names. */
  readonly table: string
  /** The facts that have the column. */
  readonly facts: readonly string[]
}

/** All dimensions. */
export const dimensions: readonly Dimension[] = [
  {
    name: 'business-unit',
    label: 'Business unit',
    column: 'business_unit_id',
    table: 'business_units',
    facts: ['jobs', 'invoices'],
  },
  { name: 'job-type', label: 'Job type', column: 'job_type_id', table: 'job_types', facts: ['jobs'] },
  { name: 'campaign', label: 'Campaign', column: 'campaign_id', table: 'campaigns', facts: ['jobs'] },
]

/**
 * Whether a metric can be broken down by a dimension: all facts that it reads have it.
 * @example
 * dimensions.filter((dimension) => hasDimension(metric, dimension))
 */
export const hasDimension = ({ terms }: Metric, { facts }: Dimension): boolean =>
  terms.every(({ population }) => facts.includes(population.fact))
