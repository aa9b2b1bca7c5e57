import { type ListIncludeName, type ListQuery, type RecordName, recordSources } from 'api/client'
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
