import { EmptyState } from '@mantine/core'
import type { Icon } from '@tabler/icons-react'

export interface EmptyNoteProps {
  readonly icon: Icon
  readonly title: string
  /** Why there is nothing, or what to do to see something. */
  readonly children: string
}

/** Stands where a list would stand that has no rows. */
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
