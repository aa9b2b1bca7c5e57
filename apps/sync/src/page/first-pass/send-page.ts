import { prepared, type SentTransaction, sendTransaction } from 'cli-kit/postgres'
import { tableKeyOf } from '../../cache/table-key.ts'
import { lockDerivedValues } from '../../cache/write-lock.ts'
import { requireThat } from '../../postgres/require-that.ts'
import {
  buildCursorUpdate,
  countPage,
  cursorParameters,
  pageSettings,
  storeSeenIds,
} from '../page-bookkeeping.ts'
import type { PageCounts, PageTarget, PageToWrite } from '../page-target.ts'
import { requireNoDerivationSources } from './derivation-sources.ts'
import { insertRows, insertSettings, type RowsToInsert } from './insert-rows.ts'

// A crash of PostgreSQL may lose the last pages together with their cursor; the next run reads them again. The end of
// the run waits until all pages are on disk.
export const firstPassSettings = { synchronous_commit: 'off' }

/** The counts of a page whose records all become new rows. */
export const allInserted = ({ length }: { readonly length: number }): PageCounts => ({
  fetched: length,
  inserted: length,
  updated: 0,
  unchanged: 0,
  outdated: 0,
  quarantined: 0,
})

/**
 * Sends a page whose records all become new rows, without waiting for an answer. Its transaction fails unless the
 * cursor has the value with which the page was requested, so pages that were sent after a failed one are not committed
 * either.
 * @param page its memory must not be released before PostgreSQL has answered
 */
export function sendPage(
  target: PageTarget,
  page: PageToWrite,
  insert: RowsToInsert,
): Promise<SentTransaction> {
  return sendTransaction(
    target.client,
    () => [
      requireCursor(target, page, insert.now),
      lockDerivedValues(target.client, tableKeyOf(target)),
      insert.hasSources ? Promise.resolve() : requireNoDerivationSources(target),
      insertRows(target, insert),
      storeSeenIds(target, page, []),
      countPage(target, page, allInserted(page.records)),
    ],
    { ...pageSettings, ...firstPassSettings, ...insertSettings },
  )
}

/** Moves the cursor; the statement fails if the cursor has another value. */
async function requireCursor(target: PageTarget, page: PageToWrite, now: Date): Promise<void> {
  await target.client.query(
    prepared(
      `WITH moved AS (${buildCursorUpdate(target)} RETURNING tenant_id)
       SELECT ${requireThat('count(*) = 1', 'the cursor stands where the page begins')} FROM moved`,
      cursorParameters(target, page, now),
    ),
  )
}
