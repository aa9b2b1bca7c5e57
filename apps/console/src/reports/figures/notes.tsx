import { Text } from '@mantine/core'

/** What is to be known about the figures above. */
export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return notes.map((note) => (
    <Text key={note} size="sm" c="dimmed" mt={6}>
      {note}
    </Text>
  ))
}
