import { Button, EmptyState } from '@mantine/core'
import { IconCloudOff, IconFileSearch, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { explainError } from './explain-error.ts'

const icons = {
  offline: IconCloudOff,
  scope: IconLock,
  'not-found': IconFileSearch,
  unavailable: IconPlugConnectedX,
}

export interface ErrorStateProps {
  readonly error: Error
  readonly onRetry?: () => void
}

/** Shown instead of data that could not be loaded: the error, and what to do about it. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { kind, title, advice } = explainError(error)
  const Icon = icons[kind]
  return (
    <EmptyState
      role="alert"
      py="xl"
      icon={<Icon size={36} stroke={1.5} aria-hidden />}
      title={title}
      description={advice}
    >
      <EmptyState.Actions>
        {onRetry && kind !== 'scope' && (
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </EmptyState.Actions>
    </EmptyState>
  )
}
