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

/** The column in the facts about jobs, and in those that have it from their job. */
const ofJob = (column: string) => ({
  jobs: column,
  technician_jobs: column,
  estimates: column,
  sold_work: column,
  cancellations: column,
})

type Columns = Dimension['columns']

const withOwn = (shared: Columns, own: Columns): Columns => ({ ...shared, ...own })

/** All dimensions. */
export const dimensions: readonly Dimension[] = [
  {
    name: 'business-unit',
    label: 'Business unit',
    table: 'business_units',
    columns: withOwn(ofJob('business_unit_id'), {
      invoices: 'business_unit_id',
      arrivals: 'business_unit_id',
      membership_changes: 'business_unit_id',
    }),
  },
  { name: 'job-type', label: 'Job type', table: 'job_types', columns: ofJob('job_type_id') },
  {
    name: 'campaign',
    label: 'Campaign',
    table: 'campaigns',
    columns: withOwn(ofJob('campaign_id'), { calls: 'campaign_id', campaign_costs: 'campaign_id' }),
  },
  {
    name: 'technician',
    label: 'Technician',
    table: 'technicians',
    columns: {
      technician_jobs: 'technician_id',
      technician_visits: 'technician_id',
      timesheets: 'technician_id',
      sold_work: 'technician_id',
      available_time: 'technician_id',
      estimates: 'sold_by_id',
    },
  },
  {
    name: 'cancel-reason',
    label: 'Reason of the cancellation',
    table: 'job_cancel_reasons',
    columns: { cancellations: 'reason_id' },
  },
]

/**
 * Whether a metric can be broken down by a dimension: all facts that it reads have it.
 * @example
 * dimensions.filter((dimension) => hasDimension(metric, dimension))
 */
export const hasDimension = ({ terms }: Metric, { columns }: Dimension): boolean =>
  terms.every(({ population }) => columns[population.fact] !== undefined)
