import { memo } from '../lib/memo.ts'
import type { World } from './world.ts'

/** Caches the latest results of a pure function of a rank in each world, at most `slots` of them. */
export const memoByWorld = <T>(
  slots: number,
  compute: (world: World, rank: number) => T,
): ((world: World, rank: number) => T) => {
  const byWorld = new WeakMap<World, (rank: number) => T>()
  return (world, rank) => {
    const known = byWorld.get(world)
    if (known) return known(rank)
    const created = memo(slots, (of) => compute(world, of))
    byWorld.set(world, created)
    return created(rank)
  }
}
