import { errorText } from 'cli-kit'
import type pg from 'pg'
import { recordColumn } from 'records'
import type { SyncedTable } from 'records/synced'
import { type ServiceTitanClient, ServiceTitanHttpError } from 'servicetitan'
import { resourceOf, tableOf } from '../cache/tables.ts'
import { recordKey } from '../page/records/exact-json.ts'
import { splitRecords } from '../page/records/page-records.ts'
import type { PushClaim } from './claim.ts'
import { isOutage } from './failure.ts'
import { listedWith, type RelatedList, relatedLists } from './requests/index.ts'
import type { ReceivedRecords } from './write-record.ts'

/** What is looked at before something is sent. */
export interface Target {
  readonly table: SyncedTable
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** ServiceTitan's id of the record with which it is listed; null: it is read alone. */
  readonly parentStId: string | null
  /** The fields that differ, or of which a request may be applied still. */
  readonly fields: readonly string[]
  /** When the request was sent whose response was not received; null: there is none. */
  readonly sentAt: Date | null
}

/** @returns undefined when the record does not differ any more */
export async function readTarget(
  pool: pg.Pool,
  table: SyncedTable,
  { tenantId, id }: PushClaim,
): Promise<Target | undefined> {
  const { name } = table.record
  const { rows } = await pool.query<Omit<Target, 'table' | 'stId'> & { readonly stId: string | null }>(
    `SELECT record.st_id::text AS "stId", ${parentSql(name)}::text AS "parentStId",
            ARRAY(SELECT jsonb_object_keys(outbox.base || coalesce(outbox.sent, '{}'))) AS fields,
            CASE WHEN outbox.sent IS NOT NULL THEN outbox.sent_at END AS "sentAt"
       FROM sync.outbox AS outbox
       JOIN lazi.${name} AS record ON record.tenant_id = $1 AND record.id = outbox.record_id
      WHERE outbox.tenant_id = $1 AND outbox.table_name = $2 AND outbox.record_id = $3`,
    [tenantId, name, id],
  )
  const [row] = rows
  if (row === undefined) return undefined
  if (row.stId === null) throw new Error(`ServiceTitan has no such record of ${name}: ${id}.`)
  return { ...row, table, stId: row.stId }
}

/** SQL of ServiceTitan's id of the record with which `record` is listed. */
function parentSql(name: string): string {
  const listed = listedWith(name)
  if (listed === undefined) return 'NULL'
  return `(SELECT parent.st_id FROM lazi.${listed.of} AS parent
            WHERE parent.tenant_id = $1 AND parent.id = record.${recordColumn(listed.by)})`
}

/** A record as ServiceTitan has it, and what belongs to what differs of it. */
export interface Looked {
  /** The record as ServiceTitan sent it. */
  readonly body: Buffer
  readonly related: readonly ReceivedRecords[]
}

/** Why a record could not be looked at. `isMissing`: ServiceTitan has none. */
export interface LookFailure {
  readonly error: string
  readonly status: number | null
  readonly isMissing: boolean
  /** Whether it failed whatever the record has. */
  readonly inOutage: boolean
}

interface Looking {
  readonly api: ServiceTitanClient
  readonly signal: AbortSignal
}

/** Reads a record from ServiceTitan, and the records that belong to what differs of it. */
export async function look(looking: Looking, target: Target): Promise<Looked | LookFailure> {
  const { table, stId, fields } = target
  const related: ReceivedRecords[] = []
  try {
    const body = await readRecord(looking, target)
    if (body === undefined)
      return {
        error: 'ServiceTitan has this record no longer.',
        status: null,
        isMissing: true,
        inOutage: false,
      }
    for (const list of relatedLists(table.record.name, fields))
      related.push(...(await readList(looking, list, stId)))
    return { body, related }
  } catch (error) {
    const status = error instanceof ServiceTitanHttpError ? error.status : null
    return { error: errorText(error), status, isMissing: status === 404, inOutage: isOutage(error) }
  }
}

/** @returns undefined when it is not in the list of those that belong to the same record */
async function readRecord(
  looking: Looking,
  { table: { record }, stId, parentStId }: Target,
): Promise<Buffer | undefined> {
  const listed = listedWith(record.name)
  if (listed === undefined) {
    const { api, signal } = looking
    return (await api.getRecord(resourceOf(tableOf(record.resource)), stId, { signal })).body
  }
  if (parentStId === null) return undefined
  const list = { resource: record.resource, filter: listed.filter }
  const siblings = await readSiblings(looking, list, parentStId)
  const found = siblings.find((text) => recordKey(text) === stId)
  return found === undefined ? undefined : Buffer.from(found)
}

/** The records that belong to a record, as JSON texts. @throws what the client throws */
export async function readSiblings(
  looking: Looking,
  list: RelatedList,
  parentStId: string,
): Promise<readonly string[]> {
  const pages = await readList(looking, list, parentStId)
  return pages.flatMap(({ data }) => splitRecords(data))
}

async function readList(
  { api, signal }: Looking,
  { resource, filter }: RelatedList,
  stId: string,
): Promise<ReceivedRecords[]> {
  const read: ReceivedRecords[] = []
  const pages = api.listPages(resourceOf(tableOf(resource)), { filters: { [filter]: stId }, signal })
  for await (const { data, count } of pages) if (count > 0) read.push({ resource, data })
  return read
}
