import { inTransaction, pipelined, type Settings } from 'cli-kit/postgres'
import { tableKeyOf } from '../cache/table-key.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { recordDrift } from './api-drift.ts'
import { appendChanges } from './change-feed.ts'
import { noteErased } from './erased/erased-records.ts'
import { countPage, moveCursor, pageSettings, storeSeenIds } from './page-bookkeeping.ts'
import type { PageCounts, PageTarget, PageToWrite } from './page-target.ts'
import { quarantineRecords, resolveQuarantined } from './quarantine-records.ts'
import { writeRecords } from './write-records.ts'
import { writeRelated } from './write-related.ts'
import type { WriteRecords } from './written-records.ts'

export interface WritePageOptions<Page extends PageToWrite> {
  readonly now: Date
  /** Writes the records. @default writeRecords */
  readonly write?: WriteRecords<Page>
  /** Settings of the transaction, in addition to those of every page. @default none */
  readonly settings?: Settings
}

/**
 * Writes a page in one transaction: its rows, the values derived from them, quarantine, drift, changes, the cursor and
 * the run's counters. If the process is killed, a page is either committed completely or not at all. A page may be
 * written again without effect.
 * @throws {CursorMovedError} and errors of PostgreSQL that no single record caused
 */
export async function writePage<Page extends PageToWrite>(
  target: PageTarget,
  page: Page,
  { now, write = writeRecords, settings = {} }: WritePageOptions<Page>,
): Promise<PageCounts> {
  const { client, memory } = target
  const key = tableKeyOf(target)
  return inTransaction(
    client,
    async () => {
      await (target.cursor === null ? lockForWriting(client, key) : moveCursor(target, page, now))
      const { refused, ...written } = await writeRelated(target, () => write(target, page, now), now)
      if (refused.length > 0) memory.sawQuarantine()
      const fetched = page.records.length
      const counts = {
        fetched,
        inserted: written.inserted,
        updated: written.updated,
        quarantined: refused.length,
        outdated: written.outdated,
        unchanged: fetched - written.inserted - written.updated - written.outdated - refused.length,
      }
      await pipelined(
        storeSeenIds(target, page, refused),
        ...(page.erased ? [noteErased(client, key, { ...page.erased, now })] : []),
        quarantineRecords(target, refused, now),
        memory.mayBeQuarantined ? resolveQuarantined(target, counts, now) : Promise.resolve(),
        recordDrift(target, written.drift, now),
        countPage(target, page, counts),
        appendChanges(target, written.changes, now),
      )
      return counts
    },
    { ...pageSettings, ...settings },
  )
}
