import { releaseMemory } from 'servicetitan'
import type { PageTarget, PageToWrite } from '../page/page-target.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { createPageWriter } from './page-writer.ts'
import { addCounts, type RunProgress } from './progress.ts'
import { readAhead } from './read-ahead.ts'
import type { ReadPagesOptions, SourcePage } from './read-pages.ts'
import type { RunContext } from './run-context.ts'

/** What a walk through a source came to. */
export interface Walk {
  readonly progress: RunProgress
  /** The cursor after the last page. */
  readonly cursor: string | null
  /** Everything that changed before this moment is in the table; null: there was no page. */
  readonly dataAsOf: Date | null
}

/**
 * Writes each page of a source as it comes, while the next one is being asked for, and reports it when it is committed.
 */
export async function writePages(
  context: RunContext,
  read: (options: ReadPagesOptions) => AsyncGenerator<SourcePage, void, undefined>,
  lane: PageTarget['lane'],
  start: RunProgress,
): Promise<Walk> {
  const { api, resource, run, now, signal, report } = context
  const target = pageTarget(context, lane)
  const started = now()
  let walk: Walk = { progress: start, cursor: run.cursor, dataAsOf: null }
  let seenPages = run.seenPages
  // A page is read while PostgreSQL is at work on the one before it.
  async function* open(pageSignal: AbortSignal) {
    for await (const page of read({ api, resource, cursor: run.cursor, signal: pageSignal })) {
      yield { ...page, ...(await preparePage(target, page.data)) }
    }
  }
  const writer = createPageWriter(context, target, (page: SourcePage & PageToWrite, counts) => {
    const progress = { ...addCounts(walk.progress, counts), elapsedMs: now() - started }
    walk = { progress, cursor: page.nextCursor, dataAsOf: new Date(page.asOf) }
    report(progress)
    // While PostgreSQL is at work on the next page.
    setImmediate(() => {
      releaseMemory(page.body)
      page.rows?.release()
    })
  })
  try {
    for await (const page of readAhead(open, signal)) {
      signal.throwIfAborted()
      seenPages += 1
      await writer.write({ ...page, seenPage: lane === 'full' ? seenPages : null })
    }
  } catch (error) {
    // What is on its way may still be written; why no page is to follow is known already.
    await writer.settle().catch(() => undefined)
    throw error
  }
  await writer.settle()
  signal.throwIfAborted()
  return walk
}

/** Which rows a page is written to, and by which lane. */
export function pageTarget(context: RunContext, lane: PageTarget['lane']): PageTarget {
  const { tenantId, table, droppedPaths, run } = context
  return {
    tenantId,
    table,
    droppedPaths,
    runId: run.runId,
    lane,
    announce: !run.isFirst,
    expects: run.expects,
  }
}
