import type { Id } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import { type Ticks, ticksOfMs } from '../lib/ticks.ts'
import type { WriteSettings } from '../settings/write-options.ts'
import { childrenBy, readChildren } from '../store/children.ts'
import type { Collection } from '../store/collection.ts'
import type { ExternalDataStore } from '../store/external-data.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Book, WriteOrigin } from './book.ts'

/** Access to one tenant's records for the rules of one write; every change is noted in the book. */
export type WriteContext = {
  settings: WriteSettings
  now: () => Ticks
  find: <N extends ResourceName>(name: N, id: Id | string) => ResourceRecords[N] | undefined
  /** The children of one record, active or not, by the filter of their list. */
  childrenOf: <N extends ResourceName>(name: N, parameter: string, id: Id) => ResourceRecords[N][]
  /** Whether the tenant's data was generated with such records. */
  has: (name: ResourceName) => boolean
  nextId: (name: ResourceName) => number
  /** Inserts a record. `extra`: values for the book that are no fields of the record. */
  insert: <N extends ResourceName>(
    name: N,
    fields: Partial<ResourceRecords[N]>,
    extra?: Record<string, unknown>,
  ) => ResourceRecords[N]
  /** Changes fields of a record. `extra`: values for the book that are no fields of the record. */
  update: <N extends ResourceName>(
    name: N,
    id: Id,
    patch: Partial<ResourceRecords[N]>,
    extra?: Record<string, unknown>,
  ) => ResourceRecords[N]
  /** Makes a record inactive. */
  deactivate: (name: ResourceName, id: Id) => void
  externalDataOf: (name: ResourceName) => ExternalDataStore
}

/** Fields without those that are undefined, which a body may leave out. */
const given = <F extends object>(fields: F): F =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as F

export const createWriteContext = (options: {
  settings: WriteSettings
  origin: WriteOrigin
  book: Book
  nowMs: () => number
  collectionOf: <N extends ResourceName>(name: N) => Collection<N>
}): WriteContext => {
  const { settings, origin, book, nowMs, collectionOf } = options
  const note = book.begin(origin)
  const change = <N extends ResourceName>(
    op: 'update' | 'delete',
    of: { name: N; id: Id; patch: Partial<ResourceRecords[N]>; extra: Record<string, unknown> },
  ): ResourceRecords[N] => {
    const collection = collectionOf(of.name)
    const patch = given(of.patch)
    const former: Readonly<Record<string, unknown>> = { ...collection.get(String(of.id)) }
    const record = collection.update(String(of.id), patch)
    const before = Object.fromEntries(Object.keys(patch).map((field) => [field, former[field]]))
    note({ op, resource: of.name, id: record.id, values: { ...patch, ...of.extra }, before })
    return record
  }
  return {
    settings,
    now: () => ticksOfMs(nowMs()),
    find: (name, id) => collectionOf(name).get(String(id)),
    childrenOf: (name, parameter, id) => {
      const collection = collectionOf(name)
      return readChildren(collection, childrenBy(collection, parameter, String(id)))
    },
    has: (name) => collectionOf(name).timeline.size > 0,
    nextId: (name) => collectionOf(name).nextId(),
    insert: (name, fields, extra = {}) => {
      const record = collectionOf(name).insert(given(fields))
      note({
        op: 'insert',
        resource: name,
        id: record.id,
        values: { ...given(fields), ...extra },
        before: {},
      })
      return record
    },
    update: (name, id, patch, extra = {}) => change('update', { name, id, patch, extra }),
    deactivate: (name, id) => {
      change('delete', { name, id, patch: { active: false }, extra: {} })
    },
    externalDataOf: (name) => collectionOf(name).externalData,
  }
}
