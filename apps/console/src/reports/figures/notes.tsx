import { Text } from '@mantine/core'
import type { MetricsAnswer } from 'api/client'
import { formatPeriod } from '../period/report-period.ts'

/** What is to be known about the figures above. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <Text key={note} size="sm" c="dimmed" mt={6}>
      {note}
    </Text>
  ))
}

/** What the figures are compared with; nothing if they are not compared. */
export const comparedNotes = ({ comparedWith }: Pick<MetricsAnswer, 'comparedWith'>): readonly string[] =>
  comparedWith ? [`Compared with ${formatPeriod(comparedWith)}.`] : []
