import { errorText } from 'cli-kit'
import type pg from 'pg'
import type { SyncedTable } from 'records/synced'
import { type ServiceTitanClient, ServiceTitanHttpError } from 'servicetitan'
import { resourceOf, tableOf } from '../cache/tables.ts'
import type { PushClaim } from './claim.ts'
import { type RelatedList, relatedLists } from './requests/index.ts'
import type { ReceivedRecords } from './write-record.ts'

/** What is looked at before something is sent. */
export interface Target {
  readonly table: SyncedTable
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** The fields that differ, or of which a request may be applied still. */
  readonly fields: readonly string[]
}

/** @returns undefined when the record does not differ any more */
export async function readTarget(
  pool: pg.Pool,
  table: SyncedTable,
  { tenantId, id }: PushClaim,
): Promise<Target | undefined> {
  const { name } = table.record
  const { rows } = await pool.query<{ stId: string | null; fields: string[] }>(
    `SELECT record.st_id::text AS "stId",
            ARRAY(SELECT jsonb_object_keys(outbox.base || coalesce(outbox.sent, '{}'))) AS fields
       FROM sync.outbox AS outbox
       JOIN lazi.${name} AS record ON record.tenant_id = $1 AND record.id = outbox.record_id
      WHERE outbox.tenant_id = $1 AND outbox.table_name = $2 AND outbox.record_id = $3`,
    [tenantId, name, id],
  )
  const [row] = rows
  if (row === undefined) return undefined
  if (row.stId === null) throw new Error(`ServiceTitan has no such record of ${name}: ${id}.`)
  return { table, stId: row.stId, fields: row.fields }
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
}

interface Looking {
  readonly api: ServiceTitanClient
  readonly signal: AbortSignal
}

/** Reads a record from ServiceTitan, and the records that belong to what differs of it. */
export async function look(looking: Looking, target: Target): Promise<Looked | LookFailure> {
  const { api, signal } = looking
  const { table, stId, fields } = target
  try {
    const { body } = await api.getRecord(resourceOf(tableOf(table.record.resource)), stId, { signal })
    const related: ReceivedRecords[] = []
    for (const list of relatedLists(table.record.name, fields))
      related.push(...(await readList(looking, list, stId)))
    return { body, related }
  } catch (error) {
    const status = error instanceof ServiceTitanHttpError ? error.status : null
    return { error: errorText(error), status, isMissing: status === 404 }
  }
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
