import type { Page, ResourceName } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

const pollMs = 15_000

/** The fields differ by resource. */
type Row = Readonly<Record<string, unknown>>

/** The active rows of a resource as ServiceTitan has them, by its ids. LAZI's feed does not have all, so they are polled. */
export function useCachedRows(account: Account, resource: ResourceName) {
  return useList<Row>({
    queryKey: [account.tenantId, 'servicetitan', resource, 'list'],
    read: async (paging, signal): Promise<Page<Row>> =>
      (await clientOf(account).serviceTitan.list(resource, paging, { signal })) as unknown as Page<Row>,
    refetchInterval: pollMs,
  })
}
