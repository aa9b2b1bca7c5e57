import { useQuery } from '@tanstack/react-query'
import type { Conflicts, Outbox } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'

/** A record with changes that ServiceTitan lacks. */
export type DifferingRecord = Outbox['data'][number]

/** A field that both sides have changed. */
export type OpenConflict = Conflicts['data'][number]

/** What becomes of changes is no change of a record, so that the feed reports it only in part. */
const pollMs = 5_000
const watches = ['customers', 'locations', 'jobs', 'appointments']

/** The records with changes that ServiceTitan lacks, those that wait for a person first. */
export function useOutbox(account: Account) {
  return useQuery({
    queryKey: [account.tenantId, 'outbox'],
    queryFn: ({ signal }) => clientOf(account).outbox({ signal }),
    select: ({ data }) => data,
    refetchInterval: pollMs,
    meta: { watches },
  })
}

/** The open conflicts, the oldest first. @param recordId of one record only */
export function useConflicts(account: Account, recordId?: string) {
  return useQuery({
    queryKey: [account.tenantId, 'conflicts', recordId ?? ''],
    queryFn: ({ signal }) =>
      clientOf(account).conflicts(recordId === undefined ? {} : { recordId }, { signal }),
    select: ({ data }) => data,
    refetchInterval: recordId === undefined && pollMs,
    meta: { watches },
  })
}

/** Whose value stays of each field that both sides have changed. */
export function useFieldRules(account: Account, { isEnabled }: { readonly isEnabled: boolean }) {
  return useQuery({
    enabled: isEnabled,
    queryKey: [account.tenantId, 'field-rules'],
    queryFn: ({ signal }) => clientOf(account).fieldRules({ signal }),
    select: ({ data }) => data,
    staleTime: 60_000,
  })
}
