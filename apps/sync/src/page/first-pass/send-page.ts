import type pg from 'pg'
import { derivedFrom } from '../../cache/derived-values.ts'
import { lockDerivedValues } from '../../cache/write-lock.ts'
import { isDataError, isUniqueViolation } from '../../postgres/data-errors.ts'
import { sendTransaction } from '../../postgres/transaction.ts'
import { countPage, noteSeen, pageSettings, requireCursor } from '../page-bookkeeping.ts'
import { isOfFirstPass, type PageCounts, type PageTarget, type PageToWrite } from '../page-target.ts'
import { recordWriter } from '../written-records.ts'
import { requireNoRelatives } from './derivation-sources.ts'
import { insertRows, insertSettings } from './insert-rows.ts'

/** A page that is on its way, its COMMIT too. */
export interface SentPage {
  /**
   * Settles when all of it was answered. Null: something was not as foreseen, nothing of the page is written, and
   * `writePage` is to do it; rejects with what is not the page's fault.
   */
  readonly outcome: Promise<PageCounts | null>
}

/**
 * Whether all that comes of a page is known before PostgreSQL has seen it: on the first pass of a table, records that are
 * plainly as documented become new rows, from which nothing follows.
 */
export function isForeseen(
  { table, expects, ...target }: PageTarget,
  { rows, repeated }: PageToWrite,
): boolean {
  return (
    isOfFirstPass(target) &&
    expects.asForeseen &&
    expects.allNew &&
    expects.noneQuarantined &&
    derivedFrom(table.name).length === 0 &&
    rows !== null &&
    rows.parts.length > 0 &&
    rows.odd.size === 0 &&
    repeated.size === 0
  )
}

/**
 * Sends a page whose outcome is foreseen, without waiting for anything. Its transaction does not hold unless the cursor
 * stands where the page began, so that of pages that were sent behind one that failed nothing stays either.
 * @param page one that `isForeseen`; nothing may free its memory before there is an outcome
 */
export async function sendPage(
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<SentPage> {
  const { tenantId, table, expects } = target
  const place = { tenantId, tableName: table.name }
  const fetched = page.records.length
  const counts = { fetched, inserted: fetched, updated: 0, unchanged: 0, quarantined: 0 }
  const writer = recordWriter(client, target, page, now, expects.hasRelatives)
  const { answered } = await sendTransaction(
    client,
    () => [
      requireCursor(client, target, page, now),
      lockDerivedValues(client, place),
      expects.hasRelatives ? Promise.resolve() : requireNoRelatives(client, place),
      insertRows(writer, page, []),
      noteSeen(client, target, page, []),
      countPage(client, target, page, counts),
    ],
    { ...pageSettings(target), ...insertSettings },
  )
  const outcome = answered.then(
    () => counts,
    (error: unknown) => {
      if (!isDataError(error)) throw error
      expects.asForeseen = false
      if (isUniqueViolation(error)) expects.allNew = false
      return null
    },
  )
  return { outcome }
}
