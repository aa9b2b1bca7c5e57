import { QueryClient } from '@tanstack/react-query'
import { isRefusal } from './is-refusal.ts'

/** The cache of everything that the API answered; the keys of its queries begin with the tenant’s id. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Without a network the request fails, and the page shows it, instead of waiting silently.
      networkMode: 'always',
      staleTime: 10_000,
      // What the API refuses stays refused; what was away may be back.
      retry: (failures, error) => failures < 2 && !isRefusal(error),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})
