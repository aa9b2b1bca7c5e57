import type { ListQuery, RecordName } from 'api/client'
import type { Account } from '../session/account.ts'
import { clientOf } from '../session/client-of.ts'
import { useList } from './use-list.ts'

/** The active records of a kind that match the filters. */
export function useRows<Name extends RecordName>(account: Account, resource: Name, filters: ListQuery<Name>) {
  return useList({
    queryKey: [account.tenantId, 'rows', resource, filters],
    read: (paging, signal) => clientOf(account).list(resource, { ...filters, ...paging }, { signal }),
    watches: [resource],
  })
}
