import {
  type ListIncludeName,
  type ListQuery,
  type Page,
  type RecordName,
  type ResourceName,
  recordSources,
} from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

/** The active records of a kind that match the filters, each with the related records to include. */
export function useRows<Name extends RecordName, Include extends ListIncludeName<Name> = never>(
  account: Account,
  resource: Name,
  filters: ListQuery<Name>,
  include: readonly Include[] = [],
) {
  return useList({
    queryKey: [account.tenantId, 'rows', resource, filters, include.join()],
    read: (paging, signal) =>
      clientOf(account).list(resource, { ...filters, ...paging, include }, { signal }),
    watches: include.length > 0 ? recordSources[resource] : [resource],
  })
}

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
