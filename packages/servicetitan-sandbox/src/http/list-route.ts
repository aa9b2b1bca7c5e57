import { MAX_IDS, parseIds } from '../definition/filter.ts'
import type { ActiveFilter, Resource, SortField } from '../definition/resource.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { applyToPage } from '../settings/faults.ts'
import type { Settings } from '../settings/options.ts'
import { ALWAYS, type ListQuery } from '../store/list-query.ts'
import { readList } from '../store/listing.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import { json, problem } from './problem.ts'
import type { Query } from './query.ts'
import type { RouteContext } from './route-context.ts'
import { asListed, writeRecord } from './write-record.ts'

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

const readPage = (query: Query, settings: Settings): { page: number; pageSize: number } => {
  const requested = query.integer('pageSize', 50, 1)
  if (requested > settings.maxPageSize && settings.oversizedPage === 'reject') query.reject('pageSize')
  // Page 0 is accepted as the first one, as observed on most lists of the live API.
  return {
    page: Math.max(1, query.integer('page', 1, 0)),
    pageSize: Math.min(requested, settings.maxPageSize),
  }
}

/** `GET /{module}/v2/tenant/{tenant}/{resource}`. Source: the lists' parameters in the OpenAPI files. */
export const listRoute = <N extends ResourceName>(context: RouteContext<N>): Response => {
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
  const wanted: ListQuery<ResourceRecords[N]> = {
    ...readSort(query, resource, settings.defaultOrder),
    ...readFilters(context),
    active: readActive(query, collection.resource),
    created: range('createdOnOrAfter', 'createdBefore'),
    modified: range('modifiedOnOrAfter', 'modifiedBefore'),
    skip: (page - 1) * pageSize,
    limit: pageSize,
    wantsTotal,
  }
  const { requiresOneOf } = resource
  if (requiresOneOf.length > 0 && requiresOneOf.every((name) => query.text(name) === undefined)) {
    query.reject('', `Either ${requiresOneOf.join(' or ')} must be specified.`)
  }
  const errors = query.errors()
  if (errors) return problem(400, undefined, errors)

  const isEmptied = faults.some(({ emptyPage }) => emptyPage)
  const { records, hasMore, total } = readList(collection, wanted)
  const listed = isEmptied ? [] : records.map((record) => asListed(resource, record))
  const reportsMore = isEmptied || hasMore
  const texts = applyToPage(faults, listed, { hasMore: reportsMore }).map((record) =>
    writeRecord(resource, record),
  )
  const head = JSON.stringify({ page, pageSize, hasMore: reportsMore, totalCount: total })
  return json(`${head.slice(0, -1)},"data":[${texts.join(',')}]}`)
}
