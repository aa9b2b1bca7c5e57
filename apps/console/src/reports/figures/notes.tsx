import { Text } from '@mantine/core'
import type { MetricDefinition, MetricsAnswer } from 'api/client'
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
  ...needs.map(({ metric }) => {
    const label = definitions.find(({ name }) => name === metric)?.label ?? metric
    return `${label}: no value. The feed of this account leaves blank what a job is a recall of; the next nightly sync reads it from the list of jobs. To read it now, run: pnpm sync verify jobs`
  }),
]
