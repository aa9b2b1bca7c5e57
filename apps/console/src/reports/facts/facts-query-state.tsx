import { EmptyState } from '@mantine/core'
import { IconHourglass } from '@tabler/icons-react'
import { QueryState, type QueryStateProps } from '../../components/feedback/query-state.tsx'
import { useAnalyticsStatus } from '../../data/use-metrics.ts'
import { useSyncState } from '../../data/use-sync-state.ts'
import { waitingFor } from '../../session/is-refusal.ts'
import { useAccount } from '../../session/use-accounts.ts'
import { wordsOfFacts } from './facts-words.ts'

/** Renders a query of metrics: as `QueryState`, or which facts it waits for. */
export function FactsQueryState<Data>(props: QueryStateProps<Data>) {
  const facts = waitingFor(props.query.error)
  return facts ? <FactsNotComplete facts={facts} /> : <QueryState {...props} />
}

export interface FactsNotCompleteProps {
  /** The facts that are needed and not complete yet, such as `analytics.jobs`. */
  readonly facts: readonly string[]
}

/** Shown in place of numbers whose facts are not complete yet. The numbers follow by themselves: the query is polled. */
export function FactsNotComplete({ facts }: FactsNotCompleteProps) {
  const account = useAccount()
  const { data: status } = useAnalyticsStatus(account)
  const { data: sync } = useSyncState(account)
  return (
    <EmptyState
      role="status"
      py="xl"
      icon={<IconHourglass size={36} stroke={1.5} aria-hidden />}
      title="Not complete yet"
      description={`${reason()} Missing here: ${wordsOfFacts(facts)}.`}
    />
  )

  function reason(): string {
    const error = status?.asOf.error ?? sync?.records.error ?? null
    if (error !== null) return `The last step failed, and is tried again: ${error}`
    if (sync?.workers.alive === 0) return `${computing} No worker runs: start one (pnpm sync worker).`
    return `${computing} This page opens by itself.`
  }
}

const computing =
  'The facts are being computed from LAZI’s records: a part of a sum would look like the whole.'
