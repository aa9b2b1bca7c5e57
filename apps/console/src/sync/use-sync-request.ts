import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AcceptedRequest, ApiClient, SyncRequest } from 'api/client'
import { sleep } from '../data/sleep.ts'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { notifyOutcome, notifyRefusal } from './notify-outcome.ts'

const pollMs = 700

/**
 * Sends a request to the worker, polls it until it has ended, and shows the result on any page.
 * @param subject what is requested, such as `Sync of jobs`
 */
export function useSyncRequest(account: Account, subject: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (send: (client: ApiClient) => Promise<AcceptedRequest>) => {
      const client = clientOf(account)
      return follow(client, (await send(client)).requestId)
    },
    onSuccess: (ended) => notifyOutcome(subject, ended),
    onError: notifyRefusal,
    onSettled: () => queries.invalidateQueries({ queryKey: [account.tenantId, 'sync'] }),
  })
}

async function follow(client: ApiClient, requestId: string): Promise<SyncRequest> {
  const { signal } = new AbortController()
  for (;;) {
    const request = await client.syncRequest(requestId)
    if (request.finishedAt !== null) return request
    await sleep(pollMs, signal)
  }
}
