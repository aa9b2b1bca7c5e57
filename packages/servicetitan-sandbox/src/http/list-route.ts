import { MAX_IDS, parseIds } from '../definition/filter.ts'
import type { Id } from '../definition/record.ts'
import type { ActiveFilter, Resource, SortField } from '../definition/resource.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { msOfTicks, parseTicks } from '../lib/ticks.ts'
import { applyToPage } from '../settings/faults.ts'
import type { Settings } from '../settings/options.ts'
import type { ChildrenOf } from '../store/children.ts'
import { ALWAYS, type ListQuery } from '../store/list-query.ts'
import { readList } from '../store/listing.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { json, problem } from './problem.ts'
import type { Query } from './query.ts'
import type { RouteContext } from './route-context.ts'
import { asListed, withoutFields, writeRecord } from './write-record.ts'

type Order = { orderBy: SortField; descending: boolean }

const readSort = (
  query: Query,
  { sortFields, sortParameters }: Pick<Resource, 'sortFields' | 'sortParameters'>,
  defaultOrder: 'asc' | 'desc',
): Order => {
  const fieldOf = (text: string): SortField | undefined =>
    sortFields.find((field) => field.toLowerCase() === text.toLowerCase())
  const signed = sortParameters.includes('sort') ? query.text('sort') : undefined
  if (signed !== undefined) {
    const orderBy = fieldOf(signed.slice(1))
    const isSigned = signed.startsWith('+') || signed.startsWith('-')
    if (orderBy === undefined || !isSigned) query.reject('sort')
    return { orderBy: orderBy ?? 'Id', descending: signed.startsWith('-') }
  }
  const plain = sortParameters.includes('orderBy') ? query.text('orderBy') : undefined
  if (plain === undefined) return { orderBy: 'Id', descending: defaultOrder === 'desc' }
  const orderBy = fieldOf(plain)
  if (orderBy === undefined) query.reject('orderBy')
  const direction = query.text('orderByDirection')?.toLowerCase() ?? 'asc'
  return { orderBy: orderBy ?? 'Id', descending: direction.startsWith('desc') }
}

/** The active filter of a list, read from its own parameter. */
const readActive = (
  query: Query,
  { listActive, activeDefault }: Pick<Resource, 'listActive' | 'activeDefault'>,
): ActiveFilter => {
  if (listActive === 'active') return query.active(activeDefault)
  if (listActive === 'activeState') return query.activeState('True')
  if (listActive === 'includeInactive') return query.flag('includeInactive') ? 'Any' : 'True'
  if (listActive === 'activeOnly') return query.flag('activeOnly') ? 'True' : 'Any'
  return listActive === 'never' ? 'True' : 'Any'
}

const readIds = (query: Query): string[] | undefined => {
  const text = query.text('ids')
  if (text === undefined) return undefined
  const ids = parseIds(text)
  if (ids === undefined) query.reject('ids')
  else if (ids.length > MAX_IDS)
    query.reject('Ids', `Simple IDs lookup should not be longer than ${MAX_IDS}.`)
  return ids
}

const readFilters = <N extends ResourceName>({ query, collection }: RouteContext<N>) => {
  const { resource, world, timeline } = collection
  const predicates: ListQuery<ResourceRecords[N]>['predicates'] = []
  let ranks: number[] | undefined
  const ids = resource.supportsIds ? readIds(query) : undefined
  if (ids) {
    const wanted = new Set(ids)
    ranks = ids.flatMap((id) => timeline.rankOf(Number(id)) ?? [])
    predicates.push(({ id }) => wanted.has(String(id)))
  }
  for (const filter of resource.filters) {
    const text = query.text(filter.parameter)
    if (text === undefined) continue
    const predicate = filter.parse(text)
    if (!predicate) {
      query.reject(filter.parameter)
      continue
    }
    predicates.push(predicate)
    ranks ??= filter.ranks?.(world, text)
  }
  return { predicates, ranks }
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The filter by external data, for records that have it. That a lookup by key requires the application's guid is
 * inferred: external data "could be fetched only when the same application guid is provided".
 */
const readExternalData = <N extends ResourceName>({ query, collection }: RouteContext<N>) => {
  const { resource, externalData } = collection
  if (resource.externalData === 'none') return undefined
  const [guid, key, values] = ['ApplicationGuid', 'Key', 'Values'].map((name) =>
    query.text(`externalData${name}`),
  )
  if (guid !== undefined && !GUID.test(guid)) query.reject('externalDataApplicationGuid')
  if ((key === undefined) !== (values === undefined))
    query.reject('externalDataKey', "'externalDataKey' and 'externalDataValues' must be provided together.")
  const wanted = values?.split(',').map((value) => value.trim())
  if (wanted && wanted.length > MAX_IDS)
    query.reject('externalDataValues', `At most ${MAX_IDS} values may be given.`)
  if (guid === undefined) {
    if (key !== undefined) query.reject('externalDataApplicationGuid', 'It must be provided with a key.')
    return undefined
  }
  const itemsOf = (id: Id) => externalData.get(String(id), guid)
  return {
    itemsOf,
    isFilter: key !== undefined || resource.externalData === 'filtered',
    predicate: ({ id }: { id: Id }): boolean =>
      itemsOf(id).some((item) => key === undefined || (item.key === key && wanted?.includes(item.value))),
  }
}

const readPage = (query: Query, settings: Settings): { page: number; pageSize: number } => {
  const requested = query.integer('pageSize', 50, 1)
  if (requested > settings.maxPageSize && settings.oversizedPage === 'reject') query.reject('pageSize')
  // Page 0 is accepted as the first one, as observed on most lists of the live API.
  return {
    page: Math.max(1, query.integer('page', 1, 0)),
    pageSize: Math.min(requested, settings.maxPageSize),
  }
}

/** Which children of one record a list returns, and which of their fields it omits. */
export type Within<N extends ResourceName> = ChildrenOf<N> & { omitted: readonly string[] }

const TIME_RANGES = ['createdOnOrAfter', 'createdBefore', 'modifiedOnOrAfter', 'modifiedBefore']

/** The longest time for which a fault rule withholds new records from a list, as a filter of the list. */
const recentlyHidden = ({ faults, now }: Pick<RouteContext, 'faults' | 'now'>) => {
  const lagMs = Math.max(0, ...faults.map(({ listLagMs = 0 }) => listLagMs))
  const until = msOfTicks(now) - lagMs
  return lagMs === 0
    ? undefined
    : ({ createdOn }: { createdOn: string }) => msOfTicks(parseTicks(createdOn) ?? 0) <= until
}

/**
 * `GET /{module}/v2/tenant/{tenant}/{resource}`, or the list of one record's children. Source: the lists' parameters
 * in the OpenAPI files.
 */
export const listRoute = <N extends ResourceName>(context: RouteContext<N>, within?: Within<N>): Response => {
  const { query, collection, settings, faults } = context
  const { resource } = collection
  const refused = resource.unsupported.find((name) => query.text(name) !== undefined)
  if (refused)
    return problem(501, `The sandbox does not support the parameter ${refused} of ${resource.name}.`)

  const { page, pageSize } = readPage(query, settings)
  const wantsTotal = query.flag('includeTotal')
  const range = (from: string, before: string) =>
    resource.hasTimeRanges
      ? { from: query.time(from) ?? ALWAYS.from, before: query.time(before) ?? ALWAYS.before }
      : ALWAYS
  const external = readExternalData(context)
  const { predicates, ranks } = within
    ? { predicates: [within.predicate], ranks: within.ranks }
    : readFilters(context)
  // Only records that were changed have external data.
  const isExternal = external?.isFilter === true
  if (external && isExternal) predicates.push(external.predicate)
  const isSettled = recentlyHidden(context)
  const isFiltered = predicates.length > 0 || TIME_RANGES.some((name) => query.text(name) !== undefined)
  if (isSettled && isFiltered) predicates.push(isSettled)
  const wanted: ListQuery<ResourceRecords[N]> = {
    ...readSort(query, resource, settings.defaultOrder),
    predicates,
    ranks: isExternal ? [] : ranks,
    active: readActive(query, collection.resource),
    created: range('createdOnOrAfter', 'createdBefore'),
    modified: range('modifiedOnOrAfter', 'modifiedBefore'),
    skip: (page - 1) * pageSize,
    limit: pageSize,
    wantsTotal,
  }
  const { requiresOneOf } = resource
  if (!within && requiresOneOf.length > 0 && requiresOneOf.every((name) => query.text(name) === undefined)) {
    query.reject('', `Either ${requiresOneOf.join(' or ')} must be specified.`)
  }
  const errors = query.errors()
  if (errors) return problem(400, undefined, errors)

  const isEmptied = faults.some(({ emptyPage }) => emptyPage)
  const { records, hasMore, total } = readList(collection, wanted)
  const shown = (record: ResourceRecords[N]) => ({
    ...withoutFields(asListed(resource, record), within?.omitted ?? []),
    ...(external && { externalData: external.itemsOf(record.id) }),
  })
  const listed = isEmptied ? [] : records.map(shown)
  const reportsMore = isEmptied || hasMore
  const texts = applyToPage(faults, listed, { hasMore: reportsMore }).map((record) =>
    writeRecord(resource, record),
  )
  const head = JSON.stringify({ page, pageSize, hasMore: reportsMore, totalCount: total })
  return json(`${head.slice(0, -1)},"data":[${texts.join(',')}]}`)
}
