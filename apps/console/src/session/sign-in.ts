import type { Credentials } from 'api/client'
import { ApiError } from 'api/client'
import { accountOf } from './account.ts'
import { addAccount, removeAccount, sessions } from './account-store.ts'

/**
 * Signs this browser in with an API key or the code of a link; neither is stored.
 * @param options.remember whether the browser stays signed in when it is closed
 * @throws {ApiError} when the key or code is not valid; TypeError when the API cannot be reached
 */
export async function signIn(
  credentials: Credentials,
  options: { readonly remember: boolean },
): Promise<void> {
  addAccount(accountOf(await sessions.signIn(credentials, options)))
}

/** Signs this browser out of a tenant, and removes its data. @throws TypeError when the API cannot be reached */
export async function signOut(tenantId: string): Promise<void> {
  await sessions.signOut(tenantId).catch((error: unknown) => {
    // A session that has ended already cannot be ended again.
    if (!(error instanceof ApiError && error.status === 401)) throw error
  })
  removeAccount(tenantId)
}
