import { removeAccount } from './account-store.ts'
import { queryClient } from './query-client.ts'

/** Signs out of a tenant: its key and all that was read with it leave this browser. */
export function forgetKey(tenantId: string): void {
  removeAccount(tenantId)
  queryClient.removeQueries({ queryKey: [tenantId] })
}
