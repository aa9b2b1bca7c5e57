import { hasNothingErased } from '../page/erased/erased-records.ts'
import type { PageTarget } from '../page/page-target.ts'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import { preparePage } from '../page/records/prepare-page.ts'
import { writePage } from '../page/write-page.ts'
import { addCounts, type RunProgress } from './progress.ts'
import type { RunContext } from './run-context.ts'

/** A page of a list, from a side request. */
export interface FoundPage {
  /** A JSON array. */
  readonly data: Buffer
  readonly requests: number
  readonly bytes: number
}

/**
 * Writes records of a list that a full pass missed or a verify run found. Records that are stored with the same
 * `modifiedOn` are skipped: a list returns some records with fewer fields than the feed.
 */
export async function writeFound(
  context: RunContext,
  progress: RunProgress,
  foundPage: FoundPage,
): Promise<RunProgress> {
  const erased = context.erased.split(foundPage.data)
  const records = await changedRecords(context, splitRecords(erased.data))
  if (records.length === 0 && hasNothingErased(erased)) {
    context.memory.addSideRequests(foundPage.requests)
    return progress
  }
  const page = {
    ...(await preparePage(Buffer.from(`[${records.join(',')}]`), context.droppedPaths)),
    requests: foundPage.requests,
    bytes: foundPage.bytes,
    cursor: null,
    nextCursor: '',
    seenPage: null,
    erased,
  }
  const target: PageTarget = { ...context, cursor: null, source: 'list' }
  return addCounts(progress, await writePage(target, page, { now: new Date(context.now()) }))
}

async function changedRecords(
  { client, tenantId, table }: RunContext,
  records: readonly string[],
): Promise<string[]> {
  const keys = records.map(recordKey)
  const { rows } = await client.query<{ id: string; modifiedOn: string | null }>(
    `SELECT st_id::text AS id, full_data ->> 'modifiedOn' AS "modifiedOn" FROM raw.${table.name}
      WHERE tenant_id = $1 AND st_id = ANY ($2::bigint[]) AND deleted_at IS NULL`,
    [tenantId, keys.filter((key) => /^-?\d{1,18}$/.test(key))],
  )
  const stored = new Map(rows.map(({ id, modifiedOn }) => [id, modifiedOn]))
  return records.filter((record, index) => {
    const key = keys[index] as string
    const { modifiedOn } = JSON.parse(record) as { modifiedOn?: string | null }
    return !stored.has(key) || stored.get(key) !== (modifiedOn ?? null)
  })
}
