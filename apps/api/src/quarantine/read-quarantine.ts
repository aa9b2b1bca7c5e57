import type { ResourceName } from 'catalog'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { instantText, isAt } from 'records'
import type { RecordEntry } from '../http/add-route.ts'
import { cachedResource } from '../records/cached-resources.ts'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import { resourceSql, tableName } from '../records/table-names.ts'

const members = `
  'id', quarantine_id::text, 'table', table_name, 'resource', ${resourceSql('table_name')}, 'recordKey', record_key,
  'errorCode', error_code, 'error', error, 'runId', run_id::text, 'attempts', attempts,
  'firstSeenAt', ${instantText('first_seen_at')}, 'lastSeenAt', ${instantText('last_seen_at')},
  'resolvedAt', ${instantText('resolved_at')}`

export interface QuarantineFilter {
  readonly resource?: ResourceName | undefined
  readonly state: 'open' | 'resolved'
}

/** Quarantine entries, newest first. */
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
    ...(resource ? [isAt('table_name', bind(tableName(cachedResource(resource)), 'text'))] : []),
    ...(after ? [`quarantine_id < ${bind(after[0], 'bigint')}`] : []),
  ]
  const { rows } = await client.query<KeyedRow>(
    `SELECT json_build_object(${members})::text AS row, ARRAY[quarantine_id::text] AS key FROM raw.quarantine
      WHERE ${['tenant_id = $1', ...conditions].join(' AND ')} ORDER BY quarantine_id DESC LIMIT $2`,
    values,
  )
  return rows
}

/** An entry without its payload as JSON text; null when the tenant has none with this id. */
export async function readEntry(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
): Promise<string | null> {
  const found = await readMembers(client, tenantId, quarantineId, members)
  return found?.row ?? null
}

/**
 * An entry with its payload as JSON text, and who saw it in the audit log; null when the tenant has none with this id.
 * @param client in a transaction of role `lazi_writer`
 */
export async function viewEntry(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
  record: RecordEntry,
): Promise<string | null> {
  const found = await readMembers(client, tenantId, quarantineId, `${members}, 'payload', payload`)
  if (!found) return null
  await record({ action: 'view', entity: 'raw.quarantine', entityId: found.quarantineId })
  return found.row
}

async function readMembers(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
  shown: string,
): Promise<{ readonly quarantineId: string; readonly row: string } | undefined> {
  const { rows } = await client.query<{ quarantineId: string; row: string }>(
    `SELECT quarantine_id AS "quarantineId", json_build_object(${shown})::text AS row FROM raw.quarantine
      WHERE tenant_id = $1 AND quarantine_id = $2`,
    [tenantId, quarantineId],
  )
  return rows[0]
}

/** An entry's id and table, and whether it is resolved. */
export type FoundEntry = CamelRow<'raw.quarantine', 'quarantine_id' | 'table_name'> & {
  readonly isResolved: boolean
}

/** Finds an entry; undefined when the tenant has none with this id. */
export async function findEntry(
  client: pg.ClientBase,
  tenantId: string,
  quarantineId: string,
): Promise<FoundEntry | undefined> {
  const { rows } = await client.query<FoundEntry>(
    `SELECT quarantine_id AS "quarantineId", table_name AS "tableName", resolved_at IS NOT NULL AS "isResolved" FROM raw.quarantine
      WHERE tenant_id = $1 AND quarantine_id = $2`,
    [tenantId, quarantineId],
  )
  return rows[0]
}

/** Drift has one row per changed field of ServiceTitan, so this only bounds the response in extreme cases. */
const driftLimit = 2_000

/** The response with the drift of all tables, as JSON text. */
export async function listDrift(client: pg.ClientBase, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT json_build_object('table', table_name, 'resource', ${resourceSql('table_name')}, 'path', json_path,
              'kind', kind, 'detail', detail, 'occurrences', occurrences,
              'firstSeenAt', ${instantText('first_seen_at')}, 'lastSeenAt', ${instantText('last_seen_at')})::text AS row
       FROM raw.api_drift WHERE tenant_id = $1 ORDER BY table_name, json_path, kind LIMIT ${driftLimit}`,
    [tenantId],
  )
  return `{"data":[${rows.map(({ row }) => row).join()}]}`
}
