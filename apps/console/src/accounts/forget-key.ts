import { queryClient } from '../data/query-client.ts'
import { removeAccount } from './account-store.ts'

/** Signs out of a tenant: its key and all that was read with it leave this browser. */
export function forgetKey(tenantId: string): void {
  removeAccount(tenantId)
  queryClient.removeQueries({ queryKey: [tenantId] })
}
