import { releaseMemory } from 'servicetitan'
import type { PageTarget } from '../page/page-target.ts'
import { preparePage } from '../page/prepare-page.ts'
import { type PageCounts, writePageBehind } from '../page/write-page.ts'
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
 * Writes each page of a source as it comes, while the next one is being asked for. A page is sent behind the COMMIT of
 * the one before it, and reported when its own was answered.
 */
export async function writePages(
  context: RunContext,
  read: (options: ReadPagesOptions) => AsyncGenerator<SourcePage, void, undefined>,
  lane: PageTarget['lane'],
  start: RunProgress,
): Promise<Walk> {
  const { api, client, resource, run, now, signal, report } = context
  const target = pageTarget(context, lane)
  const started = now()
  let walk: Walk = { progress: start, cursor: run.cursor, dataAsOf: null }
  let seenPages = run.seenPages
  let committed: Promise<void> = Promise.resolve()
  // A page is read while PostgreSQL is at work on the one before it.
  async function* open(pageSignal: AbortSignal) {
    for await (const page of read({ api, resource, cursor: run.cursor, signal: pageSignal })) {
      yield { ...page, ...(await preparePage(target, page.data)) }
    }
  }
  const tell = ({ nextCursor, asOf }: SourcePage, counts: PageCounts) => {
    const progress = { ...addCounts(walk.progress, counts), elapsedMs: now() - started }
    walk = { progress, cursor: nextCursor, dataAsOf: new Date(asOf) }
    report(progress)
  }
  try {
    for await (const page of readAhead(open, signal)) {
      signal.throwIfAborted()
      seenPages += 1
      const toWrite = { ...page, seenPage: lane === 'full' ? seenPages : null }
      const written = await writePageBehind(committed, client, target, toWrite, new Date(now()))
      committed = written.committed.then(() => tell(page, written.result))
      // It is awaited behind the next page; until then a rejection is not unhandled.
      committed.catch(() => undefined)
      // While PostgreSQL begins with the next page.
      setImmediate(() => {
        releaseMemory(page.body)
        page.rows?.release()
      })
    }
  } finally {
    await committed.catch(() => undefined)
  }
  await committed
  signal.throwIfAborted()
  return walk
}

/** Which rows a page is written to, and by which lane. */
export function pageTarget(context: RunContext, lane: PageTarget['lane']): PageTarget {
  const { tenantId, table, droppedPaths, run } = context
  return {
    ...{ tenantId, table, droppedPaths, runId: run.runId, lane, announce: !run.isFirst },
    expects: run.expects,
  }
}
