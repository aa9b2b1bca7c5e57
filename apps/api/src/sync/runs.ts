import type { ResourceName } from 'catalog'
import type pg from 'pg'
import { instantText, isAt } from 'records'
import { cachedResource } from '../records/cached-resources.ts'
import type { CursorKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import { resourceSql, tableName } from '../records/table-names.ts'
import type { SyncRun } from './sync-schemas.ts'

const counters = ['pages', 'fetched', 'inserted', 'updated', 'unchanged', 'tombstoned', 'quarantined']
const more = ['outdated', 'windows', 'mended', 'requests', 'bytes']

const runJson = `json_build_object(
  'id', run_id::text, 'table', table_name, 'resource', ${resourceSql('table_name')}, 'kind', kind, 'status', status,
  'startedAt', ${instantText('started_at')}, 'finishedAt', ${instantText('finished_at')},
  ${[...counters, ...more].map((name) => `'${name}', ${name}`).join(', ')}, 'error', error)::text`

export interface RunFilter {
  readonly resource?: ResourceName | undefined
  readonly status?: SyncRun['status'] | undefined
}

/**
 * Runs, newest first. Runs of one table never overlap, so their ids have the order of `started_at`, by which the index
 * of a table's runs is sorted.
 */
export async function listRuns(
  client: pg.ClientBase,
  tenantId: string,
  { resource, status }: RunFilter,
  { after, count }: { readonly after: CursorKey | null; readonly count: number },
): Promise<KeyedRow[]> {
  const values: unknown[] = [tenantId, count]
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  const conditions = [
    ...(resource ? [isAt('table_name', bind(tableName(cachedResource(resource)), 'text'))] : []),
    ...(status ? [`status = ${bind(status, 'text')}`] : []),
    ...(after ? [afterRun(resource, bind(after[0], 'bigint'))] : []),
  ]
  const order = resource ? 'table_name DESC, started_at DESC, run_id DESC' : 'run_id DESC'
  const { rows } = await client.query<KeyedRow>(
    `SELECT ${runJson} AS row, ARRAY[run_id::text] AS key FROM raw.sync_runs
      WHERE ${['tenant_id = $1', ...conditions].join(' AND ')} ORDER BY ${order} LIMIT $2`,
    values,
  )
  return rows
}

function afterRun(resource: string | undefined, runId: string): string {
  if (!resource) return `run_id < ${runId}`
  const start = `(SELECT started_at FROM raw.sync_runs WHERE tenant_id = $1 AND run_id = ${runId})`
  return `started_at <= ${start} AND (started_at, run_id) < (${start}, ${runId})`
}

/** A run as JSON text; null when the tenant has no run with this id. */
export async function readRun(
  client: pg.ClientBase,
  tenantId: string,
  runId: string,
): Promise<string | null> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT ${runJson} AS row FROM raw.sync_runs WHERE tenant_id = $1 AND run_id = $2`,
    [tenantId, runId],
  )
  return rows[0]?.row ?? null
}
