import { completedJobs, countIf, invoiced, isWithoutAccounting, type Metric, type Term } from '../metric.ts'

const overview = 'ServiceTitan: Modular dashboard, overall metrics'

const completed: Term = { population: completedJobs, adds: 'fact.revenue', isUnknown: isWithoutAccounting }
const adjustments: Term = {
  population: invoiced,
  adds: 'CASE WHEN fact.is_adjustment THEN fact.income ELSE 0 END',
}

const unknownOpportunity = `fact.is_opportunity AND ${isWithoutAccounting}`

/** Money of completed jobs. */
export const revenueMetrics: readonly Metric[] = [
  {
    name: 'completed_jobs',
    label: 'Completed jobs',
    unit: 'count',
    words: 'Jobs that were completed in the period.',
    formula: 'number of jobs with status Completed, by the day on which they were completed',
    edgeCases: 'Recalls and jobs free of charge count.',
    source: 'ServiceTitan: Business unit performance',
    terms: [{ population: completedJobs, adds: '1' }],
  },
  {
    name: 'completed_revenue',
    label: 'Completed revenue',
    unit: 'money',
    words: 'Income of the jobs that were completed in the period.',
    formula:
      'sum of the income of their active invoices that adjust no other, by the day on which the job was completed',
    edgeCases:
      "Adjustments do not count. The business unit is the job's, not that of an item. An invoice of which no item has an account type counts with its subtotal.",
    source: overview,
    needs: 'accounting',
    terms: [completed],
  },
  {
    name: 'adjustment_revenue',
    label: 'Adjustments',
    unit: 'money',
    words: 'Income of the invoices that adjust others.',
    formula: 'sum of the income of active adjustment invoices, by the date of the invoice',
    edgeCases: 'Usually negative.',
    source: overview,
    terms: [adjustments],
  },
  {
    name: 'total_revenue',
    label: 'Total revenue',
    unit: 'money',
    words: 'Completed revenue and adjustments together.',
    formula: 'completed revenue + adjustments',
    edgeCases:
      'ServiceTitan adds revenue without a job, such as memberships and counter sales; it is not in here.',
    source: overview,
    needs: 'accounting',
    terms: [completed, adjustments],
  },
  {
    name: 'average_job',
    label: 'Average job',
    unit: 'money',
    words: 'What a completed job earns on average.',
    formula: 'completed revenue / completed jobs',
    edgeCases: 'Jobs without revenue count.',
    source: 'Housecall Pro: Average job size',
    needs: 'accounting',
    terms: [{ population: completedJobs, adds: 'fact.revenue', of: '1', isUnknown: isWithoutAccounting }],
  },
  {
    name: 'opportunities',
    label: 'Opportunities',
    unit: 'count',
    words: 'Completed jobs on which something could be sold.',
    formula:
      'number of completed jobs that are not free of charge, or whose subtotal reaches the threshold of their type',
    edgeCases: 'A job free of charge counts once its subtotal reaches the threshold.',
    source: 'ServiceTitan: Sold threshold',
    terms: [{ population: completedJobs, adds: countIf('fact.is_opportunity') }],
  },
  {
    name: 'opportunity_average',
    label: 'Average ticket',
    unit: 'money',
    words: 'What an opportunity earns on average: what most contractors call the average ticket.',
    formula: 'revenue of the opportunities / opportunities',
    edgeCases: 'Opportunities without revenue count.',
    source: 'ServiceTitan: Mobile scorecard',
    needs: 'accounting',
    terms: [
      {
        population: completedJobs,
        adds: 'CASE WHEN fact.is_opportunity THEN fact.revenue ELSE 0 END',
        of: countIf('fact.is_opportunity'),
        isUnknown: unknownOpportunity,
      },
    ],
  },
  {
    name: 'conversion_rate',
    label: 'Conversion',
    unit: 'ratio',
    words: 'The share of the opportunities on which enough was sold.',
    formula: 'opportunities whose subtotal reaches the sold threshold of their job type / opportunities',
    edgeCases: 'A threshold of 0 makes every job converted; a job type without a threshold makes none.',
    source: 'ServiceTitan: Mobile scorecard; Sold threshold',
    needs: 'accounting',
    terms: [
      {
        population: completedJobs,
        adds: countIf('fact.is_converted'),
        of: countIf('fact.is_opportunity'),
        isUnknown: unknownOpportunity,
      },
    ],
  },
]
