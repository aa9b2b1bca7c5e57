import type { Id } from '../definition/record.ts'
import type { ResourceRecords } from '../generated/resources.ts'
import type { Clock } from '../lib/clock.ts'
import type { Random } from '../lib/random.ts'
import { formatTicks, TICKS_PER_DAY, type Ticks, ticksOfMs } from '../lib/ticks.ts'
import type { Collection } from '../store/collection.ts'
import type { ResourceName } from '../world/generated/resource-names.ts'
import type { Board } from './board.ts'

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
  return {
    random,
    board,
    find,
    has,
    nextId: (name) => collectionOf(name).nextId(),
    now: () => ticksOfMs(clock.now()),
    pick: (name, wanted = ({ active }) => active) => {
      const { timeline } = collectionOf(name)
      for (let n = 0; n < MAX_TRIES && timeline.size > 0; n++) {
        const record = find(name, timeline.idOf(random.int(timeline.size)))
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

/** The start of the instant's UTC day, in the API's format. */
export const dayOf = (ticks: Ticks): string => formatTicks(Math.floor(ticks / TICKS_PER_DAY) * TICKS_PER_DAY)
