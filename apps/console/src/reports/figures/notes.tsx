import { Text } from '@mantine/core'
import type { MetricDefinition, MetricsAnswer } from 'api/client'
import { formatCount } from '../../components/values/format-number.ts'
import { formatPeriod } from '../period/report-period.ts'

/** What is to be known about the figures above. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <Text key={note} size="sm" c="dimmed" mt={6}>
      {note}
    </Text>
  ))
}

/** What the figures of an answer are compared with, and why some of them have no value. */
export const answerNotes = (
  { comparedWith, needs }: Pick<MetricsAnswer, 'comparedWith' | 'needs'>,
  definitions: readonly MetricDefinition[],
): readonly string[] => [
  ...(comparedWith ? [`Compared with ${formatPeriod(comparedWith)}.`] : []),
  ...withoutAccounting(needs),
  ...needs.flatMap(({ metric, data }) => {
    if (data === 'accounting') return []
    const label = definitions.find(({ name }) => name === metric)?.label ?? metric
    return `${label}: no value. The feed of this account leaves blank what a job is a recall of; the next nightly sync reads it from the list of jobs. To read it now, run: pnpm sync verify jobs`
  }),
]

/** One note for all metrics that leave jobs out: those of technicians leave out the same as the others. */
function withoutAccounting(needs: MetricsAnswer['needs']): string[] {
  const jobs = Math.max(0, ...needs.map((need) => need.jobs ?? 0))
  if (jobs === 0) return []
  const which = jobs === 1 ? 'One job was' : `${formatCount(jobs)} jobs were`
  return [
    `${which} created in LAZI, without invoices: only ServiceTitan keeps accounting. Money is that of the other jobs.`,
  ]
}
