import { releaseMemory } from 'servicetitan'
import type { PageTarget } from '../page/page-target.ts'
import { openPageWriter } from './page-writer.ts'
import { addCounts, type RunProgress } from './progress.ts'
import { readAhead } from './read-ahead.ts'
import type { ReadPagesOptions, SourcePage } from './read-pages.ts'
import type { RunContext } from './run-context.ts'

/** The result of writing the pages of a source. */
export interface WrittenPages {
  readonly progress: RunProgress
  /** The cursor after the last page. */
  readonly cursor: string | null
  /** The table includes all changes before this time; null: there was no page. */
  readonly dataAsOf: Date | null
}

interface WritePagesOptions {
  /** Which cursor each page moves. */
  readonly cursor: PageTarget['cursor']
  readonly start: RunProgress
}

/**
 * Writes each page of a source while the next one is being requested, and reports the progress after each commit.
 */
export async function writePages(
  context: RunContext,
  read: (options: ReadPagesOptions) => AsyncGenerator<SourcePage, void, undefined>,
  { cursor, start }: WritePagesOptions,
): Promise<WrittenPages> {
  const { api, resource, run, now, signal, report } = context
  const source = resource.exportPath === null ? 'list' : 'feed'
  const started = now()
  let written: WrittenPages = { progress: start, cursor: run.cursor, dataAsOf: null }
  let seenPages = run.seenPages
  const writer = await openPageWriter(
    { ...context, cursor, source },
    {
      now,
      erased: context.erased,
      onWritten(page, counts) {
        const progress = { ...addCounts(written.progress, counts), elapsedMs: now() - started }
        written = { progress, cursor: page.nextCursor, dataAsOf: new Date(page.asOf) }
        report(progress)
        // Runs while PostgreSQL writes the next page.
        setImmediate(() => {
          releaseMemory(page.body)
          writer.release(page)
        })
      },
    },
  )
  // A page is parsed while PostgreSQL writes the previous one.
  async function* open(pageSignal: AbortSignal) {
    for await (const page of read({ api, resource, cursor: run.cursor, signal: pageSignal })) {
      yield await writer.prepare(page)
    }
  }
  try {
    for await (const page of readAhead(open, signal)) {
      signal.throwIfAborted()
      seenPages += 1
      await writer.write(page, cursor === 'full' ? seenPages : null)
    }
  } catch (error) {
    // The page in flight may still be committed. Its own error is ignored in favour of the first one.
    await writer.settle().catch(() => undefined)
    throw error
  }
  await writer.settle()
  signal.throwIfAborted()
  return written
}
