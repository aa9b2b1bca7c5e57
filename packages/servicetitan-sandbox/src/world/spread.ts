import { memo } from '../lib/memo.ts'
import { hash } from '../lib/random.ts'

/** The children of each parent: children are numbered in their parents' order, without gaps. */
export type Spread = {
  childrenOf: (parent: number) => { first: number; count: number }
  parentOf: (child: number) => { parent: number; slot: number }
}

type Group = { firstParent: number; firsts: number[] }

/** The number of cached groups: more than a block of a feed with a million records spans. */
const GROUPS = 512

/**
 * Distributes `children` over `parents` so that both lookups cost the same at any size: groups of parents get their
 * share by arithmetic, and only parents within a group by hash. Within a group's share, every parent that may have
 * children gets one batch, in order of priority, before any gets more.
 */
export const createSpread = (options: {
  key: number
  parents: number
  children: number
  /** Parents per group. */
  group: number
  /** Higher ones first; a parent with 0 gets no children if there are others. @default all alike */
  priorityOf?: (parent: number) => number
  /** @default 1 */
  batch?: number
  /** Whether a parent gets no more than its first batch, if there are others. @default none */
  isSingle?: (parent: number) => boolean
}): Spread => {
  const { key, parents, children, group, priorityOf = () => 1, batch = 1, isSingle = () => false } = options
  // Rounded up, so that no child precedes its parent's share of the order, even with few children.
  const firstOf = (parent: number): number => Math.ceil((parent * children) / parents)

  const groupAt = memo(GROUPS, (number): Group => {
    const firstParent = number * group
    const endParent = Math.min(parents, firstParent + group)
    const counts = new Array<number>(endParent - firstParent).fill(0)
    const all = counts.map((_, offset) => ({ offset, priority: priorityOf(firstParent + offset) }))
    const wanted = all.filter(({ priority }) => priority > 0)
    const eligible = (wanted.length > 0 ? wanted : all).toSorted((a, b) => b.priority - a.priority)
    const share = firstOf(endParent) - firstOf(firstParent)
    const inBatches = Math.min(share, batch * eligible.length)
    const unlimited =
      inBatches < share ? eligible.filter(({ offset }) => !isSingle(firstParent + offset)) : []
    // Too many children for few parents are given to all.
    const isTooMany = share > 3 * batch * eligible.length
    const open = isTooMany ? all : unlimited.length > 0 ? unlimited : eligible
    for (let child = 0; child < share; child++) {
      const chosen =
        child < inBatches
          ? eligible[Math.floor(child / batch)]
          : open[hash(key, firstOf(firstParent) + child, 3) % open.length]
      const offset = chosen?.offset ?? 0
      counts[offset] = (counts[offset] ?? 0) + 1
    }
    const firsts = [firstOf(firstParent)]
    for (const count of counts) firsts.push((firsts.at(-1) ?? 0) + count)
    return { firstParent, firsts }
  })

  return {
    childrenOf: (parent) => {
      const { firstParent, firsts } = groupAt(Math.floor(parent / group))
      const first = firsts[parent - firstParent] ?? 0
      return { first, count: (firsts[parent - firstParent + 1] ?? first) - first }
    },
    parentOf: (child) => {
      let number = Math.min(Math.floor((child * parents) / children / group), Math.ceil(parents / group) - 1)
      // By rounding, the estimate can be off by some groups.
      while (firstOf(number * group) > child) number--
      while (firstOf(Math.min(parents, (number + 1) * group)) <= child) number++
      const { firstParent, firsts } = groupAt(number)
      let offset = 0
      while ((firsts[offset + 1] ?? Number.POSITIVE_INFINITY) <= child) offset++
      return { parent: firstParent + offset, slot: child - (firsts[offset] ?? 0) }
    },
  }
}
