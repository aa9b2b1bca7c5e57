import { type ApiClient, createClient } from 'api/client'
import type { Account } from './account.ts'

const clients = new Map<string, ApiClient>()

/** The API client for an account's key. Each key has one client. */
export function clientOf({ key }: Pick<Account, 'key'>): ApiClient {
  const client = clients.get(key) ?? createClient({ key })
  clients.set(key, client)
  return client
}
