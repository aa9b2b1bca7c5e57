import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from './directories.ts'
import { type Home, homeAt } from './home.ts'

// cluster ──rename──> cluster-15          the old data, until it is deleted
// upgrade/cluster ──rename──> cluster     the new data
// upgrade/verified                        exists while the new data is complete: the swap may be finished

/** The home in which the new data is prepared. */
export const upgradeHome = (home: Home): Home => homeAt(join(home.directory, 'upgrade'), home.user)

const markerOf = (home: Home): string => join(upgradeHome(home).directory, 'verified')

/** The folder of data that an upgrade has kept. */
export const keptCluster = (home: Home, major: number): string => `${home.cluster}-${major}`

/** The folders of data that upgrades have kept. */
export async function listKept(home: Home): Promise<string[]> {
  const names = await readdir(home.directory).catch((): string[] => [])
  return names.filter((name) => /^cluster-\d+$/.test(name)).map((name) => join(home.directory, name))
}

/** The points at which a kill is tested. */
export type SwapPoint = 'verified' | 'moved' | 'swapped'

/**
 * Replaces the old data, whose server has ended, with the new. A process that is killed between the two renames leaves it
 * to {@link finishSwap}.
 */
export async function swap(
  home: Home,
  oldMajor: number,
  reach: (point: SwapPoint) => void = () => {},
): Promise<void> {
  await writeFile(markerOf(home), `${oldMajor}\n`, { flush: true })
  reach('verified')
  await rename(home.cluster, keptCluster(home, oldMajor))
  reach('moved')
  await finishSwap(home)
  reach('swapped')
}

/** Finishes a swap that was interrupted. The caller must hold the lock. */
export async function finishSwap(home: Home): Promise<void> {
  if (!(await exists(markerOf(home)))) return
  const next = upgradeHome(home)
  if (!(await exists(home.cluster))) await rename(next.cluster, home.cluster)
  // Otherwise it was interrupted before the first rename, and the old data is still in use.
  if (!(await exists(next.cluster))) await rm(next.directory, { recursive: true, force: true })
}
