import type { Id } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { formatTicks, type Ticks, ticksOfMs } from '../lib/ticks.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Board } from './board/board.ts'

/** One change of a business day. */
export type BusinessChange = {
  op: 'insert' | 'update'
  resource: ResourceName
  id: Id
  /** Milliseconds since 1970, on the sandbox's clock. */
  at: number
}

/** A sequence of changes: it yields after each one. */
export type Activity = Generator<void, void, undefined>

/** Access to one tenant's records, clock and board for activities. */
export type Office = {
  random: Random
  board: Board
  /** The current record. */
  find: <N extends ResourceName>(name: N, id: Id) => ResourceRecords[N] | undefined
  /** A random base record that still exists, or undefined if a few attempts find no match. */
  pick: <N extends ResourceName>(
    name: N,
    wanted?: (record: ResourceRecords[N]) => boolean,
  ) => ResourceRecords[N] | undefined
  /** Such a record that was created in a range of time. */
  pickCreated: <N extends ResourceName>(
    name: N,
    created: { from: Ticks; before: Ticks },
    wanted: (record: ResourceRecords[N]) => boolean,
  ) => ResourceRecords[N] | undefined
  /** The first of the oldest base records that matches. */
  first: <N extends ResourceName>(
    name: N,
    wanted: (record: ResourceRecords[N]) => boolean,
  ) => ResourceRecords[N] | undefined
  /** When the newest base job was created. */
  newestJobAt: () => Ticks
  has: (name: ResourceName) => boolean
  nextId: (name: ResourceName) => number
  /** Changes a record and yields; does nothing if it was removed. */
  update: <N extends ResourceName>(name: N, id: Id, patch: Partial<ResourceRecords[N]>) => Activity
  /**
   * Inserts a record and yields; does nothing in a world without records of that resource, since it has no template.
   */
  insert: <N extends ResourceName>(name: N, fields: Partial<ResourceRecords[N]>) => Activity
  now: () => Ticks
}

const MAX_TRIES = 8
const MAX_OLDEST = 64

export const createOffice = (options: {
  random: Random
  board: Board
  clock: Clock
  collectionOf: <N extends ResourceName>(name: N) => Collection<N>
  onChange: (change: BusinessChange) => void
}): Office => {
  const { random, board, clock, collectionOf, onChange } = options
  const report = (op: BusinessChange['op'], resource: ResourceName, id: Id): void =>
    onChange({ op, resource, id, at: clock.now() })
  const find: Office['find'] = (name, id) => collectionOf(name).get(String(id))
  const has: Office['has'] = (name) => collectionOf(name).timeline.size > 0
  /** A random base record among those with ranks from `low` to `high`, exclusive. */
  const pickFrom = <N extends ResourceName>(
    name: N,
    [low, high]: readonly [number, number],
    wanted: (record: ResourceRecords[N]) => boolean,
  ): ResourceRecords[N] | undefined => {
    for (let n = 0; n < MAX_TRIES && low < high; n++) {
      const record = find(name, collectionOf(name).timeline.idOf(low + random.int(high - low)))
      if (record && wanted(record)) return record
    }
    return undefined
  }
  return {
    random,
    board,
    find,
    has,
    newestJobAt: () => {
      const { timeline } = collectionOf('jobs')
      return timeline.size === 0 ? ticksOfMs(clock.now()) : timeline.createdAt(timeline.size - 1)
    },
    nextId: (name) => collectionOf(name).nextId(),
    now: () => ticksOfMs(clock.now()),
    pick: (name, wanted = ({ active }) => active) =>
      pickFrom(name, [0, collectionOf(name).timeline.size], wanted),
    pickCreated: (name, { from, before }, wanted) => {
      const { timeline } = collectionOf(name)
      return pickFrom(name, [timeline.firstCreatedFrom(from), timeline.firstCreatedFrom(before)], wanted)
    },
    first: (name, wanted) => {
      const { timeline } = collectionOf(name)
      for (let rank = 0; rank < Math.min(timeline.size, MAX_OLDEST); rank++) {
        const record = find(name, timeline.idOf(rank))
        if (record && wanted(record)) return record
      }
      return undefined
    },
    update: function* (name, id, patch) {
      if (!find(name, id)) return
      collectionOf(name).update(String(id), patch)
      report('update', name, id)
      yield
    },
    insert: function* (name, fields) {
      if (!has(name)) return
      const { id } = collectionOf(name).insert(fields)
      report('insert', name, id)
      yield
    },
  }
}

/** An instant in the API's format. */
export const instant = (ticks: Ticks): string => formatTicks(ticks)
