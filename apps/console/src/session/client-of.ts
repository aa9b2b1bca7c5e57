import { type ApiClient, createClient } from 'api/client'
import type { Account } from './account.ts'

const clients = new Map<string, ApiClient>()

/** The API's client for an account's key; one per key. */
export function clientOf({ key }: Pick<Account, 'key'>): ApiClient {
  const client = clients.get(key) ?? createClient({ key })
  clients.set(key, client)
  return client
}
