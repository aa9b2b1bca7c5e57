import type { PageCounts, PageTarget, PageToWrite } from './page-target.ts'
import { type PreparedPage, preparePage } from './records/prepare-page.ts'
import { writePage } from './write-page.ts'

/** A page that is on its way, its COMMIT too. */
export interface SentPage {
  /**
   * Settles when all of it was answered. 'unpredicted': nothing of the page is written, and `write` is to do it; rejects
   * with what is not the page's fault.
   */
  readonly outcome: Promise<PageCounts | 'unpredicted'>
}

/** How the pages of a run are read and written. */
export interface PageStrategy<Prepared extends PreparedPage> {
  /** Reads the records of a page, ahead of the transaction that writes them. @param data a JSON array */
  prepare(data: Buffer): Promise<Prepared>
  /**
   * Sends a page without waiting for an answer, if all that comes of it can be predicted. Of pages that were sent behind
   * one that failed nothing stays either.
   * @returns 'unpredicted': nothing was sent
   */
  trySend(page: PageToWrite & Prepared, now: Date): Promise<SentPage | 'unpredicted'>
  /** Writes a page step by step. @throws as `writePage` */
  write(page: PageToWrite & Prepared, now: Date): Promise<PageCounts>
  /** Gives the memory of a page back, once it is committed. */
  release(page: Prepared): void
}

/** The strategy for every page but those of a table's first full pass: step by step. */
export function stepwiseStrategy(target: PageTarget): PageStrategy<PreparedPage> {
  return {
    prepare: (data) => preparePage(data, target.droppedPaths),
    trySend: async () => 'unpredicted',
    write: (page, now) => writePage(target, page, { now }),
    release: () => undefined,
  }
}
