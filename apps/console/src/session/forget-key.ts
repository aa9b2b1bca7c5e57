import { removeAccount } from './account-store.ts'
import { queryClient } from './query-client.ts'

/** Signs out of a tenant: removes its key and all data read with that key from this browser. */
export function forgetKey(tenantId: string): void {
  removeAccount(tenantId)
  queryClient.removeQueries({ queryKey: [tenantId] })
}
