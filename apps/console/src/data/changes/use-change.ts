import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ApiClient } from 'api/client'
import type { Account } from '../../session/account.ts'
import { clientOf } from '../../session/client-of.ts'

export interface ChangeOptions<Input, Result> {
  readonly send: (client: ApiClient, input: Input) => Promise<Result>
  readonly onDone?: (result: Result, input: Input) => void
  readonly onRefused: (error: Error, input: Input) => void
  /** Changes with the same name are sent one after another. @default at the same time */
  readonly queue?: string
}

/** Sends a change of records. What the page shows of records is then read again, without waiting for the feed. */
export function useChange<Input, Result>(
  account: Account,
  { send, onDone, onRefused, queue }: ChangeOptions<Input, Result>,
) {
  const queries = useQueryClient()
  const mutationKey = [account.tenantId, 'change', queue ?? '']
  return useMutation({
    mutationKey,
    ...(queue !== undefined && { scope: { id: `${account.tenantId} ${queue}` } }),
    mutationFn: (input: Input) => send(clientOf(account), input),
    onSuccess: (result, input) => onDone?.(result, input),
    onError: onRefused,
    onSettled: () => {
      // What is read while the next change waits would show the state before it.
      if (queue !== undefined && queries.isMutating({ mutationKey }) > 1) return
      void queries.invalidateQueries({
        predicate: ({ queryKey, meta }) => queryKey[0] === account.tenantId && meta?.watches !== undefined,
      })
    },
  })
}
