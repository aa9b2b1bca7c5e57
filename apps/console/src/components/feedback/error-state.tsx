import { Button, EmptyState } from '@mantine/core'
import { IconCloudOff, IconFileSearch, IconKeyOff, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { forgetKey } from '../../session/forget-key.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { explainError } from './explain-error.ts'

const icons = {
  offline: IconCloudOff,
  'sign-in': IconKeyOff,
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
  const { tenantId } = useAccount()
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
        {kind === 'sign-in' ? (
          <Button onClick={() => forgetKey(tenantId)}>Sign in again</Button>
        ) : (
          onRetry &&
          kind !== 'scope' && (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          )
        )}
      </EmptyState.Actions>
    </EmptyState>
  )
}
