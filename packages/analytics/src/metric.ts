/** A fact that metrics are computed from. */
export type FactName =
  | 'arrivals'
  | 'available_time'
  | 'calls'
  | 'campaign_costs'
  | 'cancellations'
  | 'estimates'
  | 'invoices'
  | 'jobs'
  | 'membership_changes'
  | 'sold_work'
  | 'technician_jobs'
  | 'technician_visits'
  | 'timesheets'
  | 'visits'

/** Rows of a fact that a period selects. */
export interface Population {
  /** The table of schema `analytics`. */
  readonly fact: FactName
  /** The column with the day that a period is compared with. */
  readonly day: string
  /** SQL that is true for its rows; `fact` is the row. @default all */
  readonly where?: string
}

/**
 * What each row of a population adds to a metric. Sums of it are the metric, and its rows are what a number opens to, so
 * that both always agree.
 */
export interface Term {
  readonly population: Population
  /** SQL of what a row adds; `fact` is the row. */
  readonly adds: string
  /** SQL of what a row adds to the denominator of a ratio. @default the metric is no ratio */
  readonly of?: string
  /**
   * SQL that is true for a row of which it is not known what it adds: it is left out of the sums, and counted.
   * @default none
   */
  readonly isUnknown?: string
}

/**
 * Data besides the facts. jobs list: without it the metric has no value, and a sync reads it where it is found to be
 * missing. accounting: without it rows are left out, those of {@link Term.isUnknown}.
 */
export type MetricNeed = 'jobs list' | 'accounting'

/** A number of the reports: its definition in words, and the SQL that computes it. */
export interface Metric {
  readonly name: string
  readonly label: string
  /** money: in the tenant's currency; ratio: from 0 to 1. */
  readonly unit: 'count' | 'minutes' | 'money' | 'ratio'
  /** What it counts, in one sentence. */
  readonly words: string
  /** The formula in words; the period is one of local days. */
  readonly formula: string
  /** What is easily taken for a fault. */
  readonly edgeCases: string
  /** Where the definition comes from. */
  readonly source: string
  /** What it cannot be computed without. @default nothing but its facts */
  readonly needs?: MetricNeed
  readonly terms: readonly Term[]
}

/** Whether a metric is a ratio of sums; it has no value where its denominator is 0. */
export const isRatio = ({ terms }: Metric): boolean => terms.some(({ of }) => of !== undefined)

/** Jobs by the day on which they were completed. */
export const completedJobs: Population = { fact: 'jobs', day: 'completed_day', where: 'fact.is_completed' }

/** Jobs by the day on which they were created. */
export const bookedJobs: Population = { fact: 'jobs', day: 'booked_day' }

/** Invoices by their date. */
export const invoiced: Population = { fact: 'invoices', day: 'invoice_day' }

/** Jobs by technician, by the day on which they were completed. */
export const jobsOfTechnicians: Population = {
  fact: 'technician_jobs',
  day: 'completed_day',
  where: 'fact.is_completed',
}

/** Days of booked technicians. */
export const bookedTime: Population = { fact: 'technician_visits', day: 'day' }

/** Appointments by the day on which they start. */
export const startedVisits: Population = { fact: 'visits', day: 'start_day' }

/** Estimates by the day on which they were created. */
export const createdEstimates: Population = { fact: 'estimates', day: 'created_day' }

/** Estimates by the day on which they were sold. */
export const soldEstimates: Population = { fact: 'estimates', day: 'sold_day', where: 'fact.is_sold' }

/** Appointments with an arrival, by the day on which they start. */
export const arrivedVisits: Population = { fact: 'arrivals', day: 'start_day' }

/** Timesheets by the day of the arrival. */
export const workedTime: Population = { fact: 'timesheets', day: 'arrived_day' }

/** Hours sold, by technician, by the day on which the job was completed. */
export const soldTime: Population = { fact: 'sold_work', day: 'completed_day', where: 'fact.is_completed' }

/** Days on which technicians are available. */
export const availableDays: Population = { fact: 'available_time', day: 'day' }

/** Calls of customers, by their day. */
export const inboundCalls: Population = { fact: 'calls', day: 'call_day', where: 'fact.is_inbound' }

/** Days on which campaigns cost something. */
export const costDays: Population = { fact: 'campaign_costs', day: 'day' }

/** Cancellations by their day. */
export const canceled: Population = { fact: 'cancellations', day: 'canceled_day' }

/** Changes of memberships by their day. */
export const membershipMoves: Population = { fact: 'membership_changes', day: 'changed_day' }

/** SQL that is true for a job, or a part of one, whose money is not known: ServiceTitan, which has the invoices, lacks it. */
export const isWithoutAccounting = 'fact.revenue IS NULL'

/** SQL of 1 for rows of which `condition` is true, else of 0. */
export const countIf = (condition: string): string => `CASE WHEN ${condition} THEN 1 ELSE 0 END`
