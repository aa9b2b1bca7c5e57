import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isRefusal } from '../../session/is-refusal.ts'
import { ErrorState } from './error-state.tsx'
import { explainError } from './explain-error.ts'
import { Notice } from './notice.tsx'

export interface QueryStateProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  /** Has the size of the content that it replaces, so that nothing moves when the data arrives. */
  readonly skeleton: ReactNode
  readonly children: (data: Data) => ReactNode
}

/** Renders a query: its skeleton while it loads, then its data, or its error with advice. */
export function QueryState<Data>({ query, skeleton, children }: QueryStateProps<Data>) {
  const { data, error, refetch } = query
  if (data === undefined || isRefusal(error)) {
    if (!error) return <div aria-busy="true">{skeleton}</div>
    return <ErrorState error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      {error && <StaleNotice error={error} onRetry={() => void refetch()} />}
      {children(data)}
    </>
  )
}

function StaleNotice({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const { title, advice } = explainError(error)
  return (
    <div style={{ marginBottom: '1rem' }}>
      <Notice
        tone="warn"
        title={`${title}: this data may be out of date.`}
        action={
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {advice}
      </Notice>
    </div>
  )
}
