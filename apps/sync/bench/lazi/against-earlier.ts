import type { ResourceName } from 'catalog'
import type { Cost } from '../common/measure.ts'
import type { BenchDatabase } from '../common/server.ts'
import { jobsWithParents } from './account.ts'
import { startTree, type Tree } from './tree.ts'

export interface AgainstEarlierOptions {
  readonly database: BenchDatabase
  /** The checkout of the earlier commit. */
  readonly earlier: string
  readonly jobs: number
  readonly rounds: number
  readonly pageSize: number
}

/** A worker of the earlier commit, and one of this checkout; both have run before they are measured. */
async function openTrees({ database, earlier, jobs, pageSize }: AgainstEarlierOptions) {
  const resources = jobsWithParents() as ResourceName[]
  const options = { serverUrl: database.url, resources, count: jobs, pageSize }
  const before = await startTree(options, earlier)
  const now = await startTree(options)
  await before.do({ work: 'first sync', beside: false })
  await now.do({ work: 'first sync', beside: false })
  await now.do({ work: 'project' })
  return {
    before,
    now,
    async [Symbol.asyncDispose]() {
      await Promise.all([before[Symbol.asyncDispose](), now[Symbol.asyncDispose]()])
    },
  } satisfies AsyncDisposable & Record<'before' | 'now', Tree>
}

export type FirstSyncs = Record<'before' | 'now' | 'beside' | 'project', Cost[]>

/**
 * First syncs of jobs with everything that they refer to, in turn: by the earlier commit, by this one without and with a
 * concurrent projector; and the first projection of what was synced without one.
 */
export async function compareFirstSyncs(options: AgainstEarlierOptions): Promise<FirstSyncs> {
  await using trees = await openTrees(options)
  const costs: FirstSyncs = { before: [], now: [], beside: [], project: [] }
  for (let round = 0; round < options.rounds; round++) {
    costs.before.push(await trees.before.do({ work: 'first sync', beside: false }))
    costs.now.push(await trees.now.do({ work: 'first sync', beside: false }))
    costs.project.push(await trees.now.do({ work: 'project' }))
    costs.beside.push(await trees.now.do({ work: 'first sync', beside: true }))
  }
  return costs
}

const CHANGED = 1_000

/** Changes 1,000 stored jobs in turn: by the earlier commit, and by this one, which projects them as well. */
export async function compareChangedJobs(
  options: AgainstEarlierOptions,
): Promise<Record<'before' | 'now', Cost[]>> {
  await using trees = await openTrees(options)
  const costs: Record<'before' | 'now', Cost[]> = { before: [], now: [] }
  for (let round = 0; round < options.rounds; round++) {
    costs.before.push(await trees.before.do({ work: 'change', jobs: CHANGED, project: false }))
    costs.now.push(await trees.now.do({ work: 'change', jobs: CHANGED, project: true }))
  }
  return costs
}
