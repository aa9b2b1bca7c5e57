import type { Id } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { childrenBy, readChildren } from '../store/children.ts'
import type { Collection } from '../store/collection.ts'
import { ALWAYS } from '../store/list-query.ts'
import { readList } from '../store/listing.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'

/** The records of one tenant, for its pages. */
export type Office = {
  tenantId: number
  find: <N extends ResourceName>(name: N, id: Id | string) => ResourceRecords[N] | undefined
  /** The records that changed last, newest first. */
  latest: <N extends ResourceName>(
    name: N,
    limit: number,
    matches?: (record: ResourceRecords[N]) => boolean,
  ) => ResourceRecords[N][]
  childrenOf: <N extends ResourceName>(name: N, parameter: string, id: Id) => ResourceRecords[N][]
  /** All active records of a short list, by id. */
  all: <N extends ResourceName>(name: N) => ResourceRecords[N][]
}

/** The largest number of records to choose from. */
const MAX_CHOICES = 500

export const createOffice = (
  tenantId: number,
  collectionOf: <N extends ResourceName>(tenantId: number, name: N) => Collection<N>,
): Office => {
  const read = <N extends ResourceName>(
    name: N,
    of: {
      orderBy: 'Id' | 'ModifiedOn'
      isActive: boolean
      limit: number
      matches: ((record: ResourceRecords[N]) => boolean) | undefined
    },
  ) =>
    readList(collectionOf(tenantId, name), {
      orderBy: of.orderBy,
      descending: of.orderBy === 'ModifiedOn',
      active: of.isActive ? 'True' : 'Any',
      created: ALWAYS,
      modified: ALWAYS,
      predicates: of.matches ? [of.matches] : [],
      ranks: undefined,
      skip: 0,
      limit: of.limit,
      wantsTotal: false,
    }).records
  return {
    tenantId,
    find: (name, id) => collectionOf(tenantId, name).get(String(id)),
    latest: (name, limit, matches) => read(name, { orderBy: 'ModifiedOn', isActive: false, limit, matches }),
    childrenOf: (name, parameter, id) => {
      const collection = collectionOf(tenantId, name)
      return readChildren(collection, childrenBy(collection, parameter, String(id)))
    },
    all: (name) => read(name, { orderBy: 'Id', isActive: true, limit: MAX_CHOICES, matches: undefined }),
  }
}

/** The address of a record's page. */
export const pageOf = (tenantId: number, resource: PagedName, id: Id): string =>
  `/office/${tenantId}/${resource}/${id}`

/** The resources that have pages. */
export const PAGED = ['customers', 'jobs', 'appointments'] as const

export type PagedName = (typeof PAGED)[number]
