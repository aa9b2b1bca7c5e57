import type { Account } from './account.ts'
import { clientOf } from './client-of.ts'

/**
 * Reads the account of an API key.
 * @throws {ApiError} when the key is unknown, expired or revoked; TypeError when the API cannot be reached
 */
export async function readAccount(key: string, isRemembered: boolean): Promise<Account> {
  const { tenant, key: details } = await clientOf({ key }).me()
  return {
    tenantId: tenant.id,
    key,
    name: tenant.name,
    timeZone: tenant.timeZone,
    scopes: details.scopes,
    isRemembered,
  }
}
