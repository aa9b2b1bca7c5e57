import { QueryClient } from '@tanstack/react-query'
import { ApiTimeoutError } from 'api/client'
import { isRefusal } from './is-refusal.ts'

/** The cache of all API responses. Each query key begins with the tenant’s id. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Without a network, a request fails and the page shows the error, instead of waiting silently.
      networkMode: 'always',
      staleTime: 10_000,
      // A refused request would be refused again; an unavailable API may be available again. After a timeout, the user
      // has waited long enough to be told.
      retry: (failures, error) => failures < 2 && !isRefusal(error) && !(error instanceof ApiTimeoutError),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})
