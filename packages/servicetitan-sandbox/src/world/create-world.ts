import { memo } from '../lib/memo.ts'
import { keyOf, unit } from '../lib/random.ts'
import { TICKS_PER_DAY, TICKS_PER_HOUR, type Ticks } from '../lib/ticks.ts'
import type { ResourceName } from './generated/resource-names.ts'
import type { Origin } from './origin.ts'
import { createPace } from './pace.ts'
import { createOrderedTimeline, createPlaces } from './places.ts'
import { createSchedule } from './schedule.ts'
import type { AllSizes } from './sizes.ts'
import { createSpread, type Spread } from './spread.ts'
import { createTimeline, type Timeline } from './timeline.ts'
import type { World } from './world.ts'

/** The time between the end of the base data and `now`, longer than any export's lag. */
const QUIET = TICKS_PER_HOUR

/** The time before the history in which records such as technicians and customers are created. */
const EARLIER = 4 * 365 * TICKS_PER_DAY

/** How much earlier daily records are created, so that jobs have time for visits; less in the last weeks. */
const LIFE = 9 * TICKS_PER_DAY
const LIFE_SHARE = 0.2

/**
 * How long before the time of its rank a record without a parent is created, in windows (`Timeline.window`). Its
 * modification may be one window before that time; the rest is for two generations of children, each up to one window
 * later than its parent, and for a job's schedule.
 */
const LEAD = 5

const GROUP = 16

/** The number of cached schedules: their appointments and assignments soon need them again. */
const SCHEDULES = 4_096

/** The time of creation of the n-th of `count` children: between its parent and the next one. */
const between = (from: Ticks, to: Ticks, slot: number, count: number): Ticks =>
  Math.floor(from + ((to - from) * (slot + 1)) / (count + 1))

/** The spread of a resource without a parent. */
const noSpread = (name: string): Spread => {
  const fail = (): never => {
    throw new Error(`Expected ${name} to have a parent`)
  }
  return { childrenOf: fail, parentOf: fail }
}

/**
 * Creates the world of one tenant's records.
 *
 * @param options.historyDays days of history of records that are created daily. @default three years
 * @param options.resources the origin of each resource's records.
 */
export const createWorld = (options: {
  seed: string
  tenantId: number
  sizes: AllSizes
  now: Ticks
  historyDays?: number
  resources: Record<ResourceName, { origin: Origin }>
}): World => {
  const { sizes, now, historyDays = 3 * 365, resources } = options
  const seed = `${options.seed}/${options.tenantId}`
  const key = keyOf(seed)
  const end = now - QUIET
  const start = end - historyDays * TICKS_PER_DAY
  const pace = createPace(start, end)
  const common = { seed, start, end, pace }
  const partsByName = new Map<ResourceName, { timeline: Timeline; spread: Spread }>()

  /** Records without a parent. */
  const independent = (
    name: ResourceName,
    { firstId, isDaily, salt }: Origin & { parent?: undefined; timesOf?: undefined },
  ) => {
    const size = sizes[name]
    const earlier = (rank: number, time: Ticks): Ticks =>
      isDaily ? Math.min(LIFE, LIFE_SHARE * (end - time)) : EARLIER * (1 - rank / Math.max(1, size))
    const timeline = createTimeline({
      ...common,
      name,
      size,
      firstId,
      createdAt: (rank, { step, window, timeOf }) => {
        const time = timeOf(rank)
        const later = 0.9 * step * unit(key, rank, salt ?? firstId) - LEAD * window
        return pace.realOf(time + Math.floor(later - earlier(rank, time)))
      },
    })
    return { timeline, spread: noSpread(name) }
  }

  /** Records with a parent, created soon after it. */
  const children = (
    name: ResourceName,
    { firstId, parent, priorityOf, batch, isSingle }: Origin & { parent: ResourceName; places?: undefined },
  ) => {
    const size = sizes[name]
    const parents = partsOf(parent).timeline
    const spread = createSpread({
      key,
      parents: parents.size,
      children: size,
      group: Math.min(GROUP, parents.block),
      ...(batch && { batch }),
      ...(priorityOf && { priorityOf: (of: number) => priorityOf(world, of) }),
      ...(isSingle && { isSingle: (of: number) => isSingle(world, of) }),
    })
    const timeline = createTimeline({
      ...common,
      name,
      size,
      firstId,
      maxWindow: parents.window,
      createdAt: (rank) => {
        if (rank >= size) return parents.createdAt(parents.size)
        const { parent: owner, slot } = spread.parentOf(rank)
        const { count } = spread.childrenOf(owner)
        return between(parents.createdAt(owner), parents.createdAt(owner + 1), slot, count)
      },
    })
    return { timeline, spread }
  }

  /** A resource's timeline and spread, after those of its parents. */
  const partsOf = (name: ResourceName): { timeline: Timeline; spread: Spread } => {
    const known = partsByName.get(name)
    if (known) return known
    const { origin } = resources[name]
    const parts = createParts(name, origin)
    partsByName.set(name, parts)
    return parts
  }

  const createParts = (name: ResourceName, origin: Origin): { timeline: Timeline; spread: Spread } => {
    if (origin.parent !== undefined)
      return origin.places === undefined
        ? children(name, origin)
        : createPlaces(partsOf(origin.parent).timeline, { ...origin, size: sizes[name] })
    if (origin.timesOf === undefined) return independent(name, origin)
    const { firstId, timesOf } = origin
    const timeline = createOrderedTimeline({ size: sizes[name], firstId, now, timesOf })
    return { timeline, spread: noSpread(name) }
  }

  const names = Object.keys(resources) as ResourceName[]
  const byName = <T>(read: (name: ResourceName) => T) =>
    Object.fromEntries(names.map((name) => [name, read(name)])) as Record<ResourceName, T>
  const world: World = {
    key,
    sizes,
    now,
    timelines: byName((name) => partsOf(name).timeline),
    spreads: byName((name) => partsOf(name).spread),
    scheduleOf: memo(SCHEDULES, (job) => createSchedule(world, job)),
  }
  return world
}
