import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'

export interface ChangeOptions<Input, Result> {
  readonly send: (client: ApiClient, input: Input) => Promise<Result>
  readonly onDone?: (result: Result, input: Input) => void
  readonly onRefused: (error: Error, input: Input) => void
}

/** Sends a change of records. What the page shows of records is then read again, without waiting for the feed. */
export function useChange<Input, Result>(
  account: Account,
  { send, onDone, onRefused }: ChangeOptions<Input, Result>,
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => send(clientOf(account), input),
    onSuccess: (result, input) => onDone?.(result, input),
    onError: onRefused,
    onSettled: () => {
      void queries.invalidateQueries({
        predicate: ({ queryKey, meta }) => queryKey[0] === account.tenantId && meta?.watches !== undefined,
      })
    },
  })
}
