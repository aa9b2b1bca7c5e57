import { EmptyState } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

export interface EmptyNoteProps {
  readonly icon: Icon
  readonly title: string
  /** Why the list is empty, or how to get rows. */
  readonly children: string
}

/** Shown instead of a list that has no rows. */
export function EmptyNote({ icon: Icon, title, children }: EmptyNoteProps) {
  return (
    <EmptyState
      py="xl"
      icon={<Icon size={36} stroke={1.5} aria-hidden />}
      title={title}
      description={children}
    />
  )
}
