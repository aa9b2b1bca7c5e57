import type { ResourceName } from 'catalog'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import { resourceNamed } from '../records/resources.ts'
import { resourceSql } from '../records/table-names.ts'
import { momentText } from '../resource-definition/field-kinds.ts'
import { isAt } from '../resource-definition/include.ts'

const members = `
  'id', quarantine_id::text, 'table', table_name, 'resource', ${resourceSql('table_name')}, 'recordKey', record_key,
  'errorCode', error_code, 'error', error, 'runId', run_id::text, 'attempts', attempts,
  'firstSeenAt', ${momentText('first_seen_at')}, 'lastSeenAt', ${momentText('last_seen_at')},
  'resolvedAt', ${momentText('resolved_at')}`

export interface QuarantineFilter {
  readonly resource?: ResourceName | undefined
  readonly state: 'open' | 'resolved'
}

/** Entries, newest first. */
export async function listQuarantine(
  client: pg.ClientBase,
  tenantId: string,
  { resource, state }: QuarantineFilter,
  { after, count }: { readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  const values: unknown[] = [tenantId, count]
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  const conditions = [
    `resolved_at IS ${state === 'open' ? 'NULL' : 'NOT NULL'}`,
    ...(resource ? [isAt('table_name', bind(resourceNamed(resource).table, 'text'))] : []),
    ...(after ? [`quarantine_id < ${bind(after[0], 'bigint')}`] : []),
  ]
  const { rows } = await client.query<KeyedRow>(
    `SELECT json_build_object(${members})::text AS row, ARRAY[quarantine_id::text] AS key FROM raw.quarantine
      WHERE ${['tenant_id = $1', ...conditions].join(' AND ')} ORDER BY quarantine_id DESC LIMIT $2`,
    values,
  )
  return rows
}

/** An entry as JSON text; null when the tenant has none of this id. `withPayload` needs role `lazi_api`. */
export async function readEntry(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
  withPayload: boolean,
): Promise<string | null> {
  const payload = withPayload ? `, 'payload', payload` : ''
  const { rows } = await client.query<{ row: string }>(
    `SELECT json_build_object(${members}${payload})::text AS row FROM raw.quarantine
      WHERE tenant_id = $1 AND quarantine_id = $2`,
    [tenantId, quarantineId],
  )
  return rows[0]?.row ?? null
}

/** Where an entry belongs, and whether it is settled. */
export type FoundEntry = CamelRow<'raw.quarantine', 'table_name'> & { readonly isResolved: boolean }

/** Where an entry belongs, and whether it is settled; undefined when the tenant has none of this id. */
export async function findEntry(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
): Promise<FoundEntry | undefined> {
  const { rows } = await client.query<FoundEntry>(
    `SELECT table_name AS "tableName", resolved_at IS NOT NULL AS "isResolved" FROM raw.quarantine
      WHERE tenant_id = $1 AND quarantine_id = $2`,
    [tenantId, quarantineId],
  )
  return rows[0]
}

/** There are as many as ServiceTitan has fields that changed; this only keeps an answer from growing without end. */
const driftLimit = 2_000

/** The drift of all tables, as the JSON text of an answer. */
export async function listDrift(client: pg.ClientBase, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT json_build_object('table', table_name, 'resource', ${resourceSql('table_name')}, 'path', json_path,
              'kind', kind, 'detail', detail, 'occurrences', occurrences,
              'firstSeenAt', ${momentText('first_seen_at')}, 'lastSeenAt', ${momentText('last_seen_at')})::text AS row
       FROM raw.api_drift WHERE tenant_id = $1 ORDER BY table_name, json_path, kind LIMIT ${driftLimit}`,
    [tenantId],
  )
  return `{"data":[${rows.map(({ row }) => row).join()}]}`
}
