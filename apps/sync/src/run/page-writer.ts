import { isForeseen, sendPage } from '../page/first-pass/send-page.ts'
import type { PageCounts, PageTarget, PageToWrite } from '../page/page-target.ts'
import { writePage } from '../page/write-page.ts'
import type { RunContext } from './run-context.ts'

/** Writes the pages of a walk, in order. */
export interface PageWriter<Page extends PageToWrite> {
  /** Takes the next page. Afterwards those before it are written, and it is too or is on its way. */
  write(page: Page): Promise<void>
  /** Waits for the page that is on its way, if there is one. */
  settle(): Promise<void>
}

/**
 * A page whose outcome is foreseen is sent before the one before it is written; any other waits for that.
 * @param tell hears of each page when it is committed
 */
export function createPageWriter<Page extends PageToWrite>(
  { client, now }: Pick<RunContext, 'client' | 'now'>,
  target: PageTarget,
  tell: (page: Page, counts: PageCounts) => void,
): PageWriter<Page> {
  /** The page that was sent last, and whether it came out as it was foreseen. */
  let onItsWay: { readonly page: Page; readonly wasForeseen: Promise<boolean> } | null = null

  async function send(page: Page) {
    const { outcome } = await sendPage(client, target, page, new Date(now()))
    const wasForeseen = outcome.then((counts) => {
      if (counts) tell(page, counts)
      return counts !== null
    })
    // It is awaited behind the next page; until then a rejection is not unhandled.
    wasForeseen.catch(() => undefined)
    return { page, wasForeseen }
  }

  async function writeInSteps(page: Page): Promise<void> {
    tell(page, await writePage(client, target, page, new Date(now())))
  }

  async function settle(): Promise<void> {
    if (!onItsWay) return
    const { page, wasForeseen } = onItsWay
    onItsWay = null
    if (!(await wasForeseen)) await writeInSteps(page)
  }

  return {
    settle,
    async write(page) {
      if (isForeseen(target, page)) {
        const sent = await send(page)
        await settle()
        onItsWay = sent
      } else {
        await settle()
        await writeInSteps(page)
      }
    },
  }
}
