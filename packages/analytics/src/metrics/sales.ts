import { completedJobs, countIf, createdEstimates, type Metric, soldEstimates } from '../metric.ts'

const isEstimated = 'fact.is_opportunity AND fact.estimate_count > 0'

/** Estimates, and what is sold. */
export const salesMetrics: readonly Metric[] = [
  {
    name: 'total_sales',
    label: 'Sales',
    unit: 'money',
    words: 'What was sold by estimates in the period.',
    formula: 'sum of the subtotals of active estimates with status Sold, by the day on which they were sold',
    edgeCases:
      'A sold estimate without that day counts on the day of its creation. It may not be invoiced yet.',
    source: 'ServiceTitan: Modular dashboard, overall metrics',
    terms: [{ population: soldEstimates, adds: 'fact.subtotal' }],
  },
  {
    name: 'sold_estimates',
    label: 'Sold estimates',
    unit: 'count',
    words: 'Estimates that were sold in the period.',
    formula: 'number of active estimates with status Sold, by the day on which they were sold',
    edgeCases: 'A sold estimate without that day counts on the day of its creation.',
    source: 'ServiceTitan: Modular dashboard, overall metrics',
    terms: [{ population: soldEstimates, adds: '1' }],
  },
  {
    name: 'estimate_win_rate',
    label: 'Win rate',
    unit: 'ratio',
    words: 'The share of the estimates created in the period that are sold now.',
    formula: 'estimates with status Sold / all active estimates, by the day on which they were created',
    edgeCases:
      'The day of a dismissal is not known: an estimate counts in the period in which it was created, and the rate of recent periods still rises. Of alternatives for one job at most one is sold.',
    source: 'our own: the API has no day of a dismissal',
    terms: [{ population: createdEstimates, adds: countIf('fact.is_sold'), of: '1' }],
  },
  {
    name: 'close_rate',
    label: 'Close rate',
    unit: 'ratio',
    words: 'The share of the opportunities with an estimate on which enough was sold.',
    formula:
      'opportunities whose sold estimates together reach the sold threshold of their job type / opportunities with an estimate',
    edgeCases:
      'ServiceTitan divides by all opportunities of sales jobs; which jobs are sales jobs is not in the API, so those with an estimate are taken.',
    source: 'ServiceTitan: Sold threshold',
    terms: [
      {
        population: completedJobs,
        adds: countIf(`${isEstimated} AND fact.is_closed`),
        of: countIf(isEstimated),
      },
    ],
  },
]
