import { Skeleton, Stack } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { FactsState } from 'api/client'
import type { ReactNode } from 'react'
import type { Answered } from '../../data/use-metrics.ts'
import { FactsAge } from './facts-age.tsx'
import { FactsQueryState } from './facts-query-state.tsx'
import classes from './report-state.module.css'

export interface ReportStateProps<Data extends Answered<{ readonly asOf: FactsState }>> {
  readonly query: UseQueryResult<Data>
  readonly children: (data: Data) => ReactNode
}

/** Renders the answer of a report below its age, faded while it is that of the question before; or what it waits for. */
export function ReportState<Data extends Answered<{ readonly asOf: FactsState }>>(
  props: ReportStateProps<Data>,
) {
  const { query, children } = props
  return (
    <FactsQueryState query={query} skeleton={<ReportSkeleton />}>
      {(data) => (
        <Stack gap="md" className={query.isPlaceholderData ? classes.stale : undefined}>
          <FactsAge asOf={data.answer.asOf} readAt={data.readAt} />
          {children(data)}
        </Stack>
      )}
    </FactsQueryState>
  )
}

/** In place of a report that is loading: its figures, and what is below them. */
export function ReportSkeleton() {
  return (
    <Stack gap="md">
      <Skeleton height={160} radius="lg" />
      <Skeleton height={420} radius="lg" />
    </Stack>
  )
}
