import type pg from 'pg'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import { openFirstPass } from '../../src/page/first-pass/first-pass.ts'
import { type PageStrategy, stepwiseStrategy } from '../../src/page/page-strategy.ts'
import type { PageCounts, PageTarget, PageToWrite } from '../../src/page/page-target.ts'
import type { PreparedPage } from '../../src/page/records/prepare-page.ts'
import { createRunMemory, type RunMemory } from '../../src/page/run-memory.ts'
import { beginRun } from '../../src/run/sync-state.ts'

export const tenantId = '7001'
export const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))

/** The memory of a run that assumes a non-empty quarantine. */
export const newMemory = (): RunMemory => createRunMemory(true)

/** The envelope of a page. */
type PageFacts = Omit<PageToWrite, keyof PreparedPage>

/** Opens the strategy of a run for the pages of a target; each page is written step by step. */
export async function openWriter(
  target: PageTarget,
): Promise<(data: Buffer, facts: PageFacts, now: Date) => Promise<PageCounts>> {
  const by =
    <Prepared extends PreparedPage>(strategy: PageStrategy<Prepared>) =>
    async (data: Buffer, facts: PageFacts, now: Date) =>
      strategy.write({ ...facts, ...(await strategy.prepare(data)) }, now)
  const isFirstPass = target.cursor === 'full' && !target.isPublished
  return isFirstPass ? by(await openFirstPass(target)) : by(stepwiseStrategy(target))
}

/** A complete location of ServiceTitan with `changes` applied. */
export const location = (id: number, changes: object = {}) => ({
  id,
  customerId: 11,
  active: true,
  name: 'Hollis Residence',
  address: {
    street: '1 Elm St',
    unit: null,
    city: 'Tulsa',
    state: 'OK',
    zip: '74105',
    country: 'USA',
    latitude: 36.1,
    longitude: -95.9,
  },
  customFields: [],
  createdOn: '2024-03-11T15:22:08.1934412Z',
  createdById: 3,
  modifiedOn: '2026-01-01T00:00:00.0000001Z',
  mergedToId: null,
  zoneId: 9,
  taxExempt: false,
  tagTypeIds: [118, 204],
  externalData: [],
  taxZoneId: null,
  ...changes,
})

export interface PageWriter {
  /** Writes records (or the text of a whole `data` array) as the next page. */
  write(records: readonly object[] | string, minute?: number): Promise<PageCounts>
}

/** Writes pages of one table without HTTP: the cursor is a counter. */
export async function openPages(
  client: pg.ClientBase,
  table: CacheTable,
  { isPublished = false } = {},
): Promise<PageWriter> {
  const run = await beginRun(client, { tenantId, tableName: table.name }, 'incremental', at(0))
  const writePage = await openWriter({
    client,
    tenantId,
    table,
    runId: run.runId,
    cursor: 'full',
    source: 'feed',
    isPublished,
    droppedPaths: table.droppedPaths,
    memory: run.memory,
  })
  let cursor = run.cursor
  return {
    async write(records, minute = 1) {
      const data = Buffer.from(typeof records === 'string' ? records : JSON.stringify(records))
      const nextCursor = String(Number(cursor ?? 0) + 1)
      const facts = { cursor, nextCursor, requests: 1, bytes: data.length, seenPage: null }
      const counts = await writePage(data, facts, at(minute))
      cursor = nextCursor
      return counts
    },
  }
}
