import type { FactName, Metric } from './metric.ts'

/** What metrics can be broken down by, and filtered with. */
export interface Dimension {
  readonly name: string
  readonly label: string
  /** The table of schema `lazi` with its members, and their names. */
  readonly table: string
  /** The column of each fact that has it. */
  readonly columns: Readonly<Partial<Record<FactName, string>>>
}

/** The column in the facts about jobs, and about estimates, which have it from their job. */
const ofJob = (column: string) => ({ jobs: column, technician_jobs: column, estimates: column })

/** All dimensions. */
export const dimensions: readonly Dimension[] = [
  {
    name: 'business-unit',
    label: 'Business unit',
    table: 'business_units',
    columns: {
      jobs: 'business_unit_id',
      technician_jobs: 'business_unit_id',
      estimates: 'business_unit_id',
      invoices: 'business_unit_id',
    },
  },
  { name: 'job-type', label: 'Job type', table: 'job_types', columns: ofJob('job_type_id') },
  { name: 'campaign', label: 'Campaign', table: 'campaigns', columns: ofJob('campaign_id') },
  {
    name: 'technician',
    label: 'Technician',
    table: 'technicians',
    columns: {
      technician_jobs: 'technician_id',
      technician_visits: 'technician_id',
      estimates: 'sold_by_id',
    },
  },
]

/**
 * Whether a metric can be broken down by a dimension: all facts that it reads have it.
 * @example
 * dimensions.filter((dimension) => hasDimension(metric, dimension))
 */
export const hasDimension = ({ terms }: Metric, { columns }: Dimension): boolean =>
  terms.every(({ population }) => columns[population.fact] !== undefined)
