import { missingStatements } from 'analytics'
import { inTransaction } from 'cli-kit/postgres'
import { type TableKey, tableKeyOf } from '../cache/table-key.ts'
import { lockForWriting } from '../cache/write-lock.ts'
import { appendChanges } from '../page/change-feed.ts'
import { buildDerivation } from '../page/derive-values.ts'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import { latestTime } from '../postgres/clock-skew.ts'
import type { RunProgress } from './progress.ts'
import { LIST_OVERLAP_MS } from './read-pages.ts'
import type { RunContext } from './run-context.ts'

const PAGE_SIZE = 1_000

/**
 * Reads the fields that the feed leaves blank from the list: of all records the first time, later of those that changed
 * since. Nothing is read while the feed has these fields. Until the next time, records of the feed keep them.
 */
export async function fillFromList(context: RunContext, progress: RunProgress): Promise<RunProgress> {
  const { api, client, tenantId, table, resource, run, signal, now, memory, report } = context
  const { blankInFeed = [] } = resource
  if (blankInFeed.length === 0 || run.isFirst || !(await isBlank(context))) return progress
  const key = tableKeyOf(context)
  const since = run.listedUntil && new Date(run.listedUntil.getTime() - LIST_OVERLAP_MS)
  const statement = statementOf(table.name, blankInFeed)
  const options = { modifiedOnOrAfter: since?.toISOString(), pageSize: PAGE_SIZE, signal }
  let filled = progress
  let began: number | undefined
  for await (const page of api.listPages(resource, options)) {
    began ??= page.requestedAt
    memory.addSideRequests(page.requests)
    const records = splitRecords(page.data).filter((record) => /^-?\d{1,18}$/.test(recordKey(record)))
    const at = new Date(now())
    const updated = await inTransaction(client, async () => {
      await lockForWriting(client, key)
      const { rows } = await client.query<{ rows: string }>(statement, [
        tenantId,
        [...new Set(records.map(recordKey))],
        at,
        byKey(records),
      ])
      const changes = rows[0]?.rows ?? '[]'
      await appendChanges(context, [{ table: table.name, rows: changes }], at)
      return (JSON.parse(changes) as unknown[]).length
    })
    filled = { ...filled, updated: filled.updated + updated, mended: filled.mended + updated }
    report(filled)
  }
  if (began !== undefined) await noteListed(context, key, new Date(began))
  return filled
}

async function isBlank({ client, tenantId, run }: RunContext): Promise<boolean> {
  if (run.listedUntil !== null) return true
  const { rows } = await client.query<{ isMissing: boolean }>(missingStatements['jobs list'], [tenantId])
  return rows[0]?.isMissing ?? false
}

async function noteListed({ client }: RunContext, { tenantId, tableName }: TableKey, until: Date) {
  await client.query(
    `UPDATE raw.sync_state SET listed_until = least($3::timestamptz, ${latestTime})
      WHERE tenant_id = $1 AND table_name = $2`,
    [tenantId, tableName, until],
  )
}

/** A JSON object with each record by its key. Numbers keep their digits. */
const byKey = (records: readonly string[]) =>
  `{${records.map((record) => `"${recordKey(record)}":${record}`).join(',')}}`

/** The statement that updates fields of the rows `$2` from the records `$4`, and returns the changes for the feed. */
function statementOf(table: string, fields: readonly string[]): string {
  const values = fields.map((field, index) => {
    const [listed, stored] = [`listed.record -> '${field}'`, `former.full_data -> '${field}'`]
    // A field that is null in the one and absent in the other has not changed.
    const isEqual = `coalesce(${listed}, 'null') = coalesce(${stored}, 'null')`
    return `CASE WHEN ${isEqual} THEN ${stored} ELSE coalesce(${listed}, 'null') END AS field_${index}`
  })
  return buildDerivation({
    table,
    key: 'st_id',
    keyType: 'bigint',
    columns: [],
    fields: Object.fromEntries(fields.map((field, index) => [field, `field_${index}`])),
    query: `SELECT ${values.join(', ')} FROM (SELECT $4::jsonb -> $key::text AS record) AS listed`,
  })
}
