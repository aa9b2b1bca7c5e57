import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AcceptedRequest, ApiClient, SyncRequest } from 'api/client'
import { useState } from 'react'
import { notifyRefusal } from '../components/feedback/notify-refusal.ts'
import { sleep } from '../data/live/sleep.ts'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { notifyOutcome } from './notify-outcome.ts'

const pollMs = 700

/**
 * Sends a request to the worker, polls it until it has ended, and shows the result on any page.
 * @param subject what is requested, such as `Sync of jobs`
 */
export function useSyncRequest(account: Account, subject: string) {
  const queries = useQueryClient()
  const [waitsSince, setWaitsSince] = useState<number | null>(null)
  const { mutate, isPending } = useMutation({
    mutationFn: async (send: (client: ApiClient) => Promise<AcceptedRequest>) => {
      const client = clientOf(account)
      const { requestId } = await send(client)
      return follow(client, requestId, ({ status }) =>
        setWaitsSince((since) => (status === 'pending' ? (since ?? Date.now()) : null)),
      )
    },
    onSuccess: (ended) => notifyOutcome(subject, ended),
    onError: notifyRefusal,
    onSettled: () => {
      setWaitsSince(null)
      return queries.invalidateQueries({ queryKey: [account.tenantId, 'sync'] })
    },
  })
  return {
    mutate,
    isPending,
    /** Since when no worker has taken the request, in milliseconds; null: one has, or there is none. */
    waitsSince,
  }
}

async function follow(
  client: ApiClient,
  requestId: string,
  onRead: (request: SyncRequest) => void,
): Promise<SyncRequest> {
  const { signal } = new AbortController()
  for (;;) {
    const request = await client.syncRequest(requestId)
    onRead(request)
    if (request.finishedAt !== null) return request
    await sleep(pollMs, signal)
  }
}
