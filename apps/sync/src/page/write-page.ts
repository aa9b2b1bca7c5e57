import type pg from 'pg'
import { holdTable } from '../cache/write-lock.ts'
import { inOneGo, inTransaction } from '../postgres/transaction.ts'
import { recordDrift } from './api-drift.ts'
import { appendChanges } from './change-feed.ts'
import { hasRelatives } from './first-pass/derivation-sources.ts'
import { countPage, moveCursor, noteSeen, pageSettings } from './page-bookkeeping.ts'
import type { PageCounts, PageTarget, PageToWrite } from './page-target.ts'
import { quarantine, resolveQuarantined } from './quarantine-records.ts'
import { writeRelated } from './write-related.ts'
import { recordWriter } from './written-records.ts'

/**
 * Writes a page: its rows, the values derived from them, quarantine and drift, the cursor and the run's
 * counters, all in one transaction. Killed anywhere, the database is as after some page; applied twice, the
 * second time changes nothing.
 * @throws {CursorMovedError} and whatever PostgreSQL says that is not one record's fault
 */
export async function writePage(
  client: pg.ClientBase,
  target: PageTarget,
  page: PageToWrite,
  now: Date,
): Promise<PageCounts> {
  const { tenantId, table, runId, expects } = target
  const place = { tenantId, tableName: table.name, now }
  return inTransaction(
    client,
    async () => {
      const [, isRelated] = await inOneGo(
        movesNoCursor.has(target.lane) ? holdTable(client, place) : moveCursor(client, target, page, now),
        page.rows ? hasRelatives(client, place) : Promise.resolve(true),
      )
      const written = await writeRelated(recordWriter(client, target, page, now, isRelated), page)
      if (written.refused.length > 0) expects.noneQuarantined = false
      const fetched = page.records.length
      const counts = {
        fetched,
        inserted: written.inserted,
        updated: written.updated,
        quarantined: written.refused.length,
        unchanged: fetched - written.inserted - written.updated - written.refused.length,
      }
      await inOneGo(
        noteSeen(client, target, page, written.refused),
        quarantine(client, { ...place, runId }, written.refused),
        expects.noneQuarantined ? Promise.resolve() : resolveQuarantined(client, place, counts),
        recordDrift(client, place, written.drift),
        countPage(client, target, page, counts),
        appendChanges(client, place, written.changes),
      )
      return counts
    },
    pageSettings(target),
  )
}

const movesNoCursor: ReadonlySet<PageTarget['lane']> = new Set(['hot', 'repair'])
