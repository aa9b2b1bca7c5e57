import { openFirstPass } from '../page/first-pass/first-pass.ts'
import { type PageStrategy, type SentPage, stepwiseStrategy } from '../page/page-strategy.ts'
import type { PageCounts, PageTarget, PageToWrite } from '../page/page-target.ts'
import type { PreparedPage } from '../page/records/prepare-page.ts'
import type { SourcePage } from './read-pages.ts'
import type { RunContext } from './run-context.ts'

/** Reads and writes the pages of a source, in order. */
export interface PageWriter<Page extends SourcePage> {
  /** Reads the records of a page, while those before it are written. */
  prepare(page: SourcePage): Promise<Page>
  /** Takes the next page. Afterwards those before it are written, and it is too or is on its way. */
  write(page: Page, seenPage: number | null): Promise<void>
  /** Waits for the page that is on its way, if there is one. */
  settle(): Promise<void>
  /** Gives the memory of a page back, once it is committed. */
  release(page: Page): void
}

/** A page of the source as the writer takes it. */
export type ReadPage = SourcePage & PreparedPage

interface PageWriterOptions {
  readonly now: RunContext['now']
  /** Is called for each page when it is committed. */
  readonly onWritten: (page: ReadPage, counts: PageCounts) => void
}

/** A first full pass has a faster strategy than other pages. */
export async function openPageWriter(
  target: PageTarget,
  options: PageWriterOptions,
): Promise<PageWriter<ReadPage>> {
  const isFirstPass = target.cursor === 'full' && !target.isPublished
  return isFirstPass
    ? createPageWriter(await openFirstPass(target), options)
    : createPageWriter(stepwiseStrategy(target), options)
}

/** A page whose outcome is predicted is sent before the one before it is written; any other waits for that. */
function createPageWriter<Prepared extends PreparedPage>(
  strategy: PageStrategy<Prepared>,
  { now, onWritten }: PageWriterOptions,
): PageWriter<SourcePage & Prepared> {
  type Page = SourcePage & PageToWrite & Prepared
  /** The page that was sent last, and whether its outcome was as predicted. */
  let onItsWay: { readonly page: Page; readonly isWritten: Promise<boolean> } | null = null

  function follow(page: Page, { outcome }: SentPage) {
    const isWritten = outcome.then((counts) => {
      if (counts === 'unpredicted') return false
      onWritten(page, counts)
      return true
    })
    // It is awaited behind the next page; until then a rejection is not unhandled.
    isWritten.catch(() => undefined)
    return { page, isWritten }
  }

  async function writeInSteps(page: Page): Promise<void> {
    onWritten(page, await strategy.write(page, new Date(now())))
  }

  async function settle(): Promise<void> {
    if (!onItsWay) return
    const { page, isWritten } = onItsWay
    onItsWay = null
    if (!(await isWritten)) await writeInSteps(page)
  }

  return {
    settle,
    prepare: async (page) => ({ ...page, ...(await strategy.prepare(page.data)) }),
    async write(read, seenPage) {
      const page = { ...read, seenPage }
      const sent = await strategy.trySend(page, new Date(now()))
      const following = sent === 'unpredicted' ? null : follow(page, sent)
      await settle()
      if (following) onItsWay = following
      else await writeInSteps(page)
    },
    release: strategy.release,
  }
}
