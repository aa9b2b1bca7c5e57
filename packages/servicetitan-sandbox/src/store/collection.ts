import type { AnyRecord } from '../definition/record.ts'
import type { Resource } from '../definition/resource.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { Stamp } from '../lib/clock.ts'
import { hash } from '../lib/random.ts'
import { formatTicks, parseTicks, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Timeline } from '../world/timeline.ts'
import type { World } from '../world/world.ts'
import { createExternalData, type ExternalDataStore } from './external-data.ts'
import { createHidden, type Hidden } from './hidden.ts'

/** A changed or inserted record. */
type Entry<R extends AnyRecord = AnyRecord> = Stamp & {
  record: R
  created: Ticks
  modified: Ticks
  /** False after a later change or a removal. */
  isCurrent: boolean
}

/** One tenant's records of one resource: generated ones, overlaid with changes. */
export type Collection<N extends ResourceName = ResourceName> = {
  resource: Resource<ResourceRecords[N]>
  world: World
  timeline: Timeline
  /** Generates a base record, which must not be hidden. */
  make: (rank: number) => ResourceRecords[N]
  hidden: Pick<Hidden, 'has' | 'indexes'>
  /** Changes in order; only current ones count. */
  log: readonly Entry<ResourceRecords[N]>[]
  get: (id: string) => ResourceRecords[N] | undefined
  /** The records' external data, which exports do not have. */
  externalData: ExternalDataStore
  /**
   * Changes fields of a record, and moves it to the end of the feed.
   *
   * @throws when the record does not exist
   */
  update: (id: string, patch: Partial<ResourceRecords[N]>) => ResourceRecords[N]
  /**
   * Inserts a record created from a template and the given fields.
   *
   * @throws when the id already exists
   */
  insert: (fields: Partial<ResourceRecords[N]>) => ResourceRecords[N]
  /** An unused id, for a record that other records refer to before it is inserted. */
  nextId: () => number
  remove: (id: string) => boolean
  count: () => number
}

/** The minimum log size at which superseded entries are removed, if they are the majority. */
const COMPACT_FROM = 1_000

export const createCollection = <N extends ResourceName>(options: {
  resource: Resource<ResourceRecords[N]>
  world: World
  stamp: () => Stamp
  onGenerated: () => void
}): Collection<N> => {
  type R = ResourceRecords[N]
  const { resource, world, stamp, onGenerated } = options
  const timeline = world.timelines[resource.name]
  const { isPresent } = resource
  const hidden = createHidden(timeline, (rank) => isPresent?.(world, rank) === false)
  let hiddenCount = 0
  let baseCount = isPresent ? undefined : timeline.size
  const entries = new Map<string, Entry<R>>()
  let log: Entry<R>[] = []
  let lastInsertedId = timeline.idOf(timeline.size)

  /** Hides the internal fields: neither JSON nor a copy of the record has them. */
  const hideInternal = (record: R): R => {
    for (const field of resource.internal) Object.defineProperty(record, field, { enumerable: false })
    return record
  }
  const internalOf = (record: R): Partial<R> =>
    Object.fromEntries(resource.internal.map((field) => [field, record[field]])) as Partial<R>
  const make = (rank: number): R => {
    onGenerated()
    return hideInternal(resource.createRecord(world, rank))
  }
  /** The first rank from this one, or from the beginning, that has a base record. */
  const presentRankFrom = (from: number): number | undefined => {
    for (let n = 0; n < timeline.size; n++) {
      const rank = (from + n) % timeline.size
      if (isPresent?.(world, rank) !== false) return rank
    }
    return undefined
  }
  const countBase = (): number => {
    let count = 0
    for (let rank = 0; rank < timeline.size; rank++) if (isPresent?.(world, rank) !== false) count += 1
    return count
  }
  const baseRank = (id: string): number | undefined => {
    const rank = timeline.rankOf(Number(id))
    return rank === undefined || hidden.has(rank) ? undefined : rank
  }
  const get = (id: string): R | undefined => {
    const entry = entries.get(id)
    if (entry) return entry.record
    const rank = baseRank(id)
    return rank === undefined ? undefined : make(rank)
  }
  const drop = (id: string): void => {
    const rank = baseRank(id)
    if (rank !== undefined) {
      hidden.add(rank)
      hiddenCount += 1
    }
    const entry = entries.get(id)
    if (entry) entry.isCurrent = false
    entries.delete(id)
  }
  const put = (changed: R, when: Stamp): R => {
    const record = hideInternal(changed)
    const id = String(record.id)
    drop(id)
    const created = parseTicks(record.createdOn) ?? when.changedAt
    const modified = parseTicks(record.modifiedOn) ?? when.changedAt
    const entry = { record, ...when, created, modified, isCurrent: true }
    entries.set(id, entry)
    if (log.length > COMPACT_FROM && log.length > 2 * entries.size) log = log.filter((old) => old.isCurrent)
    log.push(entry)
    return record
  }
  const nextId = (): number => {
    lastInsertedId += 1
    return lastInsertedId
  }

  return {
    resource,
    world,
    timeline,
    make,
    hidden,
    get log() {
      return log
    },
    get,
    externalData: createExternalData(),
    update: (id, patch) => {
      const current = get(id)
      if (!current) throw new Error(`No ${resource.name} record ${id} to update`)
      const when = stamp()
      const before = { ...current, ...internalOf(current) }
      return put({ ...before, modifiedOn: formatTicks(when.changedAt), ...patch, id: current.id }, when)
    },
    insert: (fields) => {
      const id = fields.id ?? nextId()
      if (get(String(id))) throw new Error(`${resource.name} record ${id} already exists`)
      const when = stamp()
      const now = formatTicks(when.changedAt)
      const rank = presentRankFrom(hash(world.key, log.length, 71) % timeline.size)
      const template = rank === undefined ? {} : make(rank)
      const record = {
        ...template,
        ...resource.newRecordFields(id),
        createdOn: now,
        modifiedOn: now,
        ...fields,
        id,
      }
      return put(record as R, when)
    },
    nextId,
    remove: (id) => {
      const exists = entries.has(id) || baseRank(id) !== undefined
      drop(id)
      return exists
    },
    count: () => {
      baseCount ??= countBase()
      return baseCount - hiddenCount + entries.size
    },
  }
}
