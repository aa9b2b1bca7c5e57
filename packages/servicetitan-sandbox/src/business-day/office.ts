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

/** Something that people do: it stops after each single change. */
export type Activity = Generator<void, void, undefined>

/** What the people of one tenant do their work with. */
export type Office = {
  random: Random
  board: Board
  /** A record as it is now. */
  find: <N extends ResourceName>(name: N, id: Id) => ResourceRecords[N] | undefined
  /** A base record that still exists, or undefined when a few tries find none that will do. */
  pick: <N extends ResourceName>(
    name: N,
    wanted?: (record: ResourceRecords[N]) => boolean,
  ) => ResourceRecords[N] | undefined
  has: (name: ResourceName) => boolean
  nextId: (name: ResourceName) => number
  /** Changes a record and stops; does nothing where somebody has removed it meanwhile. */
  update: <N extends ResourceName>(name: N, id: Id, patch: Partial<ResourceRecords[N]>) => Activity
  /** Adds a record and stops; does nothing in a world without such records, which has no template for one. */
  insert: <N extends ResourceName>(name: N, fields: Partial<ResourceRecords[N]>) => Activity
  now: () => Ticks
}

const TRIES = 8

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
      for (let n = 0; n < TRIES && timeline.size > 0; n++) {
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

/** An instant as it is on the wire. */
export const instant = (ticks: Ticks): string => formatTicks(ticks)

/** The beginning of its day. */
export const dayOf = (ticks: Ticks): string => formatTicks(Math.floor(ticks / TICKS_PER_DAY) * TICKS_PER_DAY)
