import type { Account } from './account.ts'
import { clientOf } from './client-of.ts'

/** @throws {ApiError} when the key is unknown, expired or revoked; TypeError when the API cannot be reached */
export async function readAccount(key: string, isRemembered: boolean): Promise<Account> {
  const { tenant, key: described } = await clientOf({ key }).me()
  return {
    tenantId: tenant.id,
    key,
    name: tenant.name,
    timeZone: tenant.timeZone,
    scopes: described.scopes,
    isRemembered,
  }
}
