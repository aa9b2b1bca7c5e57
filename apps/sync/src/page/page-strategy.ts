import type { PageCounts, PageTarget, PageToWrite } from './page-target.ts'
import { type PreparedPage, preparePage } from './records/prepare-page.ts'
import { writePage } from './write-page.ts'

/** A page that was sent, including its COMMIT. */
export interface SentPage {
  /**
   * Settles when PostgreSQL has answered all statements. 'mispredicted': nothing was written, and `write` must write the
   * page; rejects with errors that the page's data did not cause.
   */
  readonly outcome: Promise<PageCounts | 'mispredicted'>
}

/** Reads and writes the pages of a run. */
export interface PageStrategy<Prepared extends PreparedPage> {
  /** Reads the records of a page, ahead of the transaction that writes them. @param data a JSON array */
  prepare(data: Buffer): Promise<Prepared>
  /**
   * Sends a page without waiting for an answer, if its result can be predicted. If a page fails, the pages sent after
   * it are not committed either.
   * @returns 'unpredictable': nothing was sent
   */
  trySend(page: PageToWrite & Prepared, now: Date): Promise<SentPage | 'unpredictable'>
  /** Writes a page step by step. @throws like `writePage` */
  write(page: PageToWrite & Prepared, now: Date): Promise<PageCounts>
  /** Releases the memory of a page, once it is committed. */
  release(page: Prepared): void
}

/** The strategy for all pages except those of a table's first full pass: step by step. */
export function stepwiseStrategy(target: PageTarget): PageStrategy<PreparedPage> {
  return {
    prepare: (data) => preparePage(data, target.droppedPaths),
    trySend: async () => 'unpredictable',
    write: (page, now) => writePage(target, page, { now }),
    release: () => undefined,
  }
}
