import { countIf, createdEstimates, type Metric } from '../metric.ts'

/** What became of the estimates that were created in a period, as it is now. */
const stages = [
  { name: 'created', label: 'Created', where: 'true', status: 'of any status', note: '' },
  { name: 'won', label: 'Won', where: 'fact.is_sold', status: 'with status Sold', note: 'are sold now' },
  {
    name: 'open',
    label: 'Open',
    where: 'NOT fact.is_sold AND NOT fact.is_dismissed',
    status: 'neither Sold nor Dismissed',
    note: 'are neither sold nor dismissed now',
  },
  {
    name: 'dismissed',
    label: 'Dismissed',
    where: 'fact.is_dismissed',
    status: 'with status Dismissed',
    note: 'are dismissed now',
  },
] as const

const edgeCases = {
  created: 'Alternatives for one job count each.',
  won: 'It is about when they were created; what was sold in the period is in the sales.',
  open: 'Of recent periods more are open: they are still decided.',
  dismissed: 'The day of the dismissal is not known. Alternatives are often left open, and not dismissed.',
}

/** The stages of estimates, each by number and by subtotal. Won, open and dismissed ones together are the created ones. */
export const estimateMetrics: readonly Metric[] = stages.flatMap(
  ({ name, label, where, status, note }): readonly Metric[] => {
    const which = note === '' ? '' : `, and ${note}`
    const shared = {
      edgeCases: edgeCases[name],
      source: 'our own: the API has no day of a dismissal',
    }
    return [
      {
        ...shared,
        name: `${name}_estimates`,
        label: `${label} estimates`,
        unit: 'count',
        words: `Estimates that were created in the period${which}.`,
        formula: `number of active estimates ${status}, by the day on which they were created`,
        terms: [{ population: createdEstimates, adds: countIf(where) }],
      },
      {
        ...shared,
        name: `${name}_subtotal`,
        label: `${label} subtotal`,
        unit: 'money',
        words: `What the estimates come to that were created in the period${which}.`,
        formula: `sum of the subtotals of active estimates ${status}, by the day on which they were created`,
        terms: [{ population: createdEstimates, adds: `CASE WHEN ${where} THEN fact.subtotal ELSE 0 END` }],
      },
    ]
  },
)
