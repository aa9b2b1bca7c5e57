// A worker of one checkout, in a process of its own, forked by tree.ts. It does the work of each message in a database of
// its own, and answers with the cost. This program runs in this checkout and in that of an earlier commit, so that what the
// earlier one does not have is imported when it is used.

import { type ResourceName, resourceMap } from 'catalog'
import { tables } from '../../src/cache/tables.ts'
import { collectLess } from '../../src/heap.ts'
import { syncByApp } from '../common/app.ts'
import { type Job, readJobs, versionOf, writeJobs } from '../common/changed-jobs.ts'
import { type Cost, measure } from '../common/measure.ts'
import { recordFeed } from '../common/recorded-feed.ts'
import { emptyCache, openBenchDatabase } from '../common/server.ts'

/** What the process is forked with, as JSON. */
export interface TreeOptions {
  /** Any database of the server. */
  readonly serverUrl: string
  /** The first one has about `count` records. */
  readonly resources: readonly ResourceName[]
  readonly count: number
  readonly pageSize: number
}

/** Something to do. */
export type Work =
  /** A first sync of everything, into empty tables; with `beside`, the projector runs concurrently. */
  | { readonly work: 'first sync'; readonly beside: boolean }
  /** The first projection of everything that was synced. */
  | { readonly work: 'project' }
  /** A page of changed jobs; with `project`, its projection as well. */
  | { readonly work: 'change'; readonly jobs: number; readonly project: boolean }

/** What the process answers: first that it is ready, then the cost of each work. */
export type Answer = { readonly cost: Cost | null } | { readonly error: string }

collectLess()
const options = JSON.parse(process.env.TREE_OPTIONS ?? '') as TreeOptions
const [first, ...others] = options.resources.map((name) => resourceMap[name])
if (first === undefined) throw new Error('Expected a resource.')
const synced = tables.filter(({ resource }) => options.resources.includes(resource))
const database = await openBenchDatabase(options.serverUrl)
const feed = await recordFeed([first, ...others], {
  tenantId: 1,
  count: options.count,
  pageSize: options.pageSize,
})
let records: readonly Job[] = []
let version = 0

const works = {
  'first sync': async ({ beside }: Extract<Work, { work: 'first sync' }>) => {
    await emptyCache(database)
    if (!beside) return measure(database, feed.records, () => syncByApp(database, synced, feed))
    const { startProjector } = await import('./projector.ts')
    await using projector = startProjector(database)
    return await measure(database, feed.records, () => syncByApp(database, synced, feed, projector.ring))
  },
  project: async () => {
    const { projectOnce } = await import('./projector.ts')
    return measure(database, feed.records, () => projectOnce(database))
  },
  change: async ({ jobs, project }: Extract<Work, { work: 'change' }>) => {
    if (records.length !== jobs) records = await readJobs(database, jobs)
    version += 1
    const changed = records.map((record, place) => ({ ...record, ...versionOf(version, place) }))
    const after = project ? (await import('./projector.ts')).projectOnce : async () => undefined
    // Empties the pending lists of GIN indexes, which are otherwise merged in some rounds only.
    await database.admin.query('VACUUM')
    return measure(database, jobs, async () => {
      await writeJobs(database, changed)
      await after(database)
    })
  },
}

async function doWork(work: Work): Promise<Cost> {
  if (work.work === 'first sync') return works['first sync'](work)
  if (work.work === 'project') return works.project()
  return works.change(work)
}

const answer = (message: Answer) => process.send?.(message)
process.on('message', (work: Work) => {
  doWork(work).then(
    (cost) => answer({ cost }),
    (error: unknown) => answer({ error: error instanceof Error ? String(error.stack) : String(error) }),
  )
})
process.on('disconnect', () => void database[Symbol.asyncDispose]())
answer({ cost: null })
