import { applyToPage } from '../faults.ts'
import type { Settings } from '../options.ts'
import { MAX_IDS, parseIds } from '../resources/filter.ts'
import type { ResourceName, ResourceRecords } from '../resources/records.ts'
import type { Resource } from '../resources/resource.ts'
import { ALWAYS, type ListQuery, readList } from '../store/listing.ts'
import { json, problem } from './problem.ts'
import type { Query } from './query.ts'
import type { RouteContext } from './route-context.ts'
import { asListed, writeRecord } from './write-record.ts'

const readSort = <N extends ResourceName>(
  query: Query,
  resource: Resource<N>,
  defaultOrder: 'asc' | 'desc',
): Pick<ListQuery<ResourceRecords[N]>, 'orderBy' | 'descending'> => {
  const text = resource.sortFields.length > 0 ? query.text('sort') : undefined
  if (text === undefined) return { orderBy: 'Id', descending: defaultOrder === 'desc' }
  const orderBy = resource.sortFields.find((field) => field.toLowerCase() === text.slice(1).toLowerCase())
  const isSigned = text.startsWith('+') || text.startsWith('-')
  if (orderBy === undefined || !isSigned) query.reject('sort')
  return { orderBy: orderBy ?? 'Id', descending: text.startsWith('-') }
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
  const ids = readIds(query)
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
  const asked = query.integer('pageSize', 50, 1)
  if (asked > settings.maxPageSize && settings.oversizedPage === 'reject') query.reject('pageSize')
  // Page 0 is tolerated as the first one: most lists of the live API were seen to.
  return { page: Math.max(1, query.integer('page', 1, 0)), pageSize: Math.min(asked, settings.maxPageSize) }
}

/** `GET /{module}/v2/tenant/{tenant}/{resource}`. Source: the lists' parameters in the OpenAPI files. */
export const listRoute = <N extends ResourceName>(context: RouteContext<N>): Response => {
  const { query, collection, settings, faults } = context
  const { resource } = collection
  const unplayed = resource.notPlayed.find((name) => query.text(name) !== undefined)
  if (unplayed)
    return problem(501, `The sandbox does not play the parameter ${unplayed} of ${resource.name}.`)

  const { page, pageSize } = readPage(query, settings)
  const wantsTotal = query.flag('includeTotal')
  const range = (from: string, before: string) => ({
    from: query.time(from) ?? ALWAYS.from,
    before: query.time(before) ?? ALWAYS.before,
  })
  const wanted: ListQuery<ResourceRecords[N]> = {
    ...readSort(query, resource, settings.defaultOrder),
    ...readFilters(context),
    active: resource.listTakesActive ? query.active('True') : 'Any',
    created: range('createdOnOrAfter', 'createdBefore'),
    modified: range('modifiedOnOrAfter', 'modifiedBefore'),
    skip: (page - 1) * pageSize,
    limit: pageSize,
    wantsTotal,
  }
  const errors = query.errors()
  if (errors) return problem(400, undefined, errors)

  const isEmptied = faults.some(({ emptyPage }) => emptyPage)
  const { records, hasMore, total } = readList(collection, wanted)
  const listed = isEmptied ? [] : records.map((record) => asListed(resource, record))
  const texts = applyToPage(faults, listed).map((record) => writeRecord(resource, record))
  const head = JSON.stringify({ page, pageSize, hasMore: isEmptied || hasMore, totalCount: total })
  return json(`${head.slice(0, -1)},"data":[${texts.join(',')}]}`)
}
