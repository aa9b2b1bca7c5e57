import type { Predicate } from '../definition/filter.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Collection } from './collection.ts'
import { ALWAYS } from './list-query.ts'
import { readList } from './listing.ts'

/** Which records belong to one parent. */
export type ChildrenOf<N extends ResourceName> = {
  predicate: Predicate<ResourceRecords[N]>
  /** The ranks of all base records that can match. */
  ranks: number[] | undefined
}

/**
 * The children of one record, by the filter that their list has for it.
 *
 * @throws when the resource's list has no such filter.
 */
export const childrenBy = <N extends ResourceName>(
  { resource, world }: Collection<N>,
  parameter: string,
  id: string,
): ChildrenOf<N> => {
  const filter = resource.filters.find((candidate) => candidate.parameter === parameter)
  const predicate = filter?.parse(id)
  if (!filter || !predicate) throw new Error(`${resource.name} cannot be filtered by ${parameter}=${id}`)
  return { predicate, ranks: filter.ranks?.(world, id) }
}

/** Reads all children of one record, active or not, by id. */
export const readChildren = <N extends ResourceName>(
  collection: Collection<N>,
  { predicate, ranks }: ChildrenOf<N>,
): ResourceRecords[N][] =>
  readList(collection, {
    orderBy: 'Id',
    descending: false,
    active: 'Any',
    created: ALWAYS,
    modified: ALWAYS,
    predicates: [predicate],
    ranks,
    skip: 0,
    limit: Number.POSITIVE_INFINITY,
    wantsTotal: false,
  }).records
