import { type ApiClient, createClient } from 'api/client'
import type { Account } from './account.ts'
import { getAccountState, removeAccount } from './account-store.ts'

const clients = new Map<string, ApiClient>()

/** The API client for an account's session. Each account has one client. */
export function clientOf({ tenantId }: Pick<Account, 'tenantId'>): ApiClient {
  const client = clients.get(tenantId) ?? createClient({ tenantId, fetch: fetchOf(tenantId) })
  clients.set(tenantId, client)
  return client
}

/** fetch, which signs the account out when the API no longer accepts its session. */
function fetchOf(tenantId: string): typeof fetch {
  return async (url, init) => {
    const account = accountOf(tenantId)
    const response = await fetch(url, init)
    if (response.status !== 401 || !account) return response
    const problem = (await response
      .clone()
      .json()
      .catch(() => ({}))) as { detail?: string }
    // A response to a request of an earlier session says nothing about the present one; and once the account is removed,
    // its other requests are cancelled, so that their responses have no reason.
    if (accountOf(tenantId) === account)
      removeAccount(tenantId, problem.detail ?? 'This session is no longer accepted.')
    return response
  }
}

function accountOf(tenantId: string): Account | undefined {
  return getAccountState().accounts.find((account) => account.tenantId === tenantId)
}
