import type pg from 'pg'
import type { CacheTable } from '../../src/cache/cache-table.ts'
import type { Expectation, PageCounts } from '../../src/page/page-target.ts'
import { preparePage } from '../../src/page/records/prepare-page.ts'
import { writePage } from '../../src/page/write-page.ts'
import { beginRun } from '../../src/run/sync-state.ts'

export const tenantId = '7001'
export const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))

/** For a page that is written step by step; to be copied, for writing adds to it. */
export const nothingForeseen: Expectation = {
  allNew: true,
  noneQuarantined: false,
  hasRelatives: false,
  asForeseen: false,
}

/** A whole location as ServiceTitan sends it, with `changes` on top. */
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
  { announce = false } = {},
): Promise<PageWriter> {
  const run = await beginRun(client, { tenantId, tableName: table.name }, 'incremental', at(0))
  const target = {
    tenantId,
    table,
    runId: run.runId,
    lane: 'full' as const,
    announce,
    droppedPaths: table.droppedPaths,
    expects: run.expects,
  }
  let cursor = run.cursor
  return {
    async write(records, minute = 1) {
      const data = typeof records === 'string' ? records : JSON.stringify(records)
      const nextCursor = String(Number(cursor ?? 0) + 1)
      const prepared = await preparePage(target, Buffer.from(data))
      const counts = await writePage(
        client,
        target,
        { ...prepared, cursor, nextCursor, requests: 1, bytes: data.length, seenPage: null },
        at(minute),
      )
      cursor = nextCursor
      return counts
    },
  }
}
