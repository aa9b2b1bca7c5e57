import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { isRefusal } from '../../session/is-refusal.ts'
import { ErrorState } from './error-state.tsx'
import { explainError } from './explain-error.ts'
import { Notice } from './notice.tsx'

export interface QueryStateProps<Data> {
  readonly query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  /** Has the size of what it stands for, so that nothing moves when the data comes. */
  readonly skeleton: ReactNode
  readonly children: (data: Data) => ReactNode
}

/** The data of a query; until then its skeleton, and where it fails what to do about it. */
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
        title={`${title}: what you see may be old.`}
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
