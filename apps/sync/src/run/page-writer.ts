import { type ErasedPart, hasNothingErased } from '../page/erased/erased-records.ts'
import { openFirstPass } from '../page/first-pass/first-pass.ts'
import { type PageStrategy, type SentPage, stepwiseStrategy } from '../page/page-strategy.ts'
import type { PageCounts, PageTarget, PageToWrite } from '../page/page-target.ts'
import type { PreparedPage } from '../page/records/prepare-page.ts'
import type { SourcePage } from './read-pages.ts'
import type { RunContext } from './run-context.ts'

/** Prepares and writes the pages of a source, in order. */
export interface PageWriter<Page extends SourcePage> {
  /** Parses the records of a page while previous pages are written. */
  prepare(page: SourcePage): Promise<Page>
  /**
   * Writes or sends the next page. Resolves when all previous pages are committed; this page may still be in flight.
   */
  write(page: Page, seenPage: number | null): Promise<void>
  /** Waits until the page in flight, if any, is committed. */
  settle(): Promise<void>
  /** Releases the memory of a committed page. */
  release(page: Page): void
}

/** A page with its parsed records. */
export type PreparedSourcePage = SourcePage & PreparedPage & { readonly erased: ErasedPart }

interface PageWriterOptions {
  readonly now: RunContext['now']
  readonly erased: RunContext['erased']
  /** Called when a page is committed. */
  readonly onWritten: (page: PreparedSourcePage, counts: PageCounts) => void
}

/** Opens a writer; pages of a first pass have a faster strategy. */
export async function openPageWriter(
  target: PageTarget,
  options: PageWriterOptions,
): Promise<PageWriter<PreparedSourcePage>> {
  const isFirstPass = target.cursor === 'full' && !target.isPublished
  return isFirstPass
    ? createPageWriter(await openFirstPass(target), options)
    : createPageWriter(stepwiseStrategy(target), options)
}

/** A page with a predicted outcome is sent before the previous page is committed; other pages wait for that. */
function createPageWriter<Prepared extends PreparedPage>(
  strategy: PageStrategy<Prepared>,
  { now, erased, onWritten }: PageWriterOptions,
): PageWriter<PreparedSourcePage & Prepared> {
  type Page = PreparedSourcePage & PageToWrite & Prepared
  /** The page sent last; `isWritten` resolves to whether its outcome was as predicted. */
  let inFlight: { readonly page: Page; readonly isWritten: Promise<boolean> } | null = null

  function track(page: Page, { outcome }: SentPage) {
    const isWritten = outcome.then((counts) => {
      if (counts === 'mispredicted') return false
      onWritten(page, counts)
      return true
    })
    // Awaited after the next page was sent; until then a rejection must not count as unhandled.
    isWritten.catch(() => undefined)
    return { page, isWritten }
  }

  async function writeInSteps(page: Page): Promise<void> {
    onWritten(page, await strategy.write(page, new Date(now())))
  }

  async function settle(): Promise<void> {
    if (!inFlight) return
    const { page, isWritten } = inFlight
    inFlight = null
    if (!(await isWritten)) await writeInSteps(page)
  }

  return {
    settle,
    async prepare(page) {
      const split = erased.split(page.data)
      return { ...page, ...(await strategy.prepare(split.data)), erased: split }
    },
    async write(read, seenPage) {
      const page = { ...read, seenPage }
      const sent = hasNothingErased(page.erased)
        ? await strategy.trySend(page, new Date(now()))
        : 'unpredictable'
      const tracked = sent === 'unpredictable' ? null : track(page, sent)
      await settle()
      if (tracked) inFlight = tracked
      else await writeInSteps(page)
    },
    release: strategy.release,
  }
}
