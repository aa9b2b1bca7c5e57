import type pg from 'pg'
import { instantText, isAt } from 'records'
import { id } from '../http/values.ts'
import type { CursorKey } from '../records/list-cursor.ts'
import { instantKey } from '../records/list-cursor.ts'
import type { KeyedRow } from '../records/page-of.ts'
import type { AuditFilter } from './audit-schemas.ts'

// The changes stay as they are stored: a cast to json keeps the text.
const entryJson = `json_build_object(
  'seq', seq::text, 'at', ${instantText('at')},
  'actor', json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name), 'onBehalfOf', on_behalf_of,
  'dbUser', db_user, 'action', action, 'entity', entity, 'entityId', entity_id, 'requestId', request_id::text,
  'runId', run_id::text, 'reason', reason, 'changes', changes::json,
  'isErased', changes IS NULL AND changes_hash IS NOT NULL)::text`

interface Selection {
  /** Columns that have one value each, which an index leads with after the tenant. */
  readonly equal: Readonly<Record<string, string>>
  /** The column after them in that index. In its order, and so by that index, the entries are read. */
  readonly column: string
  /** The column's value; undefined: any. */
  readonly value?: string
}

function selectionOf({ entity, entityId, actor, requestId }: AuditFilter): Selection {
  if (entity !== undefined && entityId !== undefined)
    return { equal: { entity }, column: 'entity_id', value: entityId }
  if (entity !== undefined) return { equal: {}, column: 'entity', value: entity }
  if (actor?.id !== undefined)
    return { equal: { actor_kind: actor.kind }, column: 'actor_id', value: actor.id }
  if (actor) return { equal: {}, column: 'actor_kind', value: actor.kind }
  if (requestId !== undefined) return { equal: {}, column: 'request_id', value: requestId }
  return { equal: {}, column: 'at' }
}

/** A page's position and size, and the filter of its list. */
export interface AuditPageRequest {
  readonly filter: AuditFilter
  /** The sort key of the last entry of the previous page, of {@link auditKey}. */
  readonly after: CursorKey | null
  readonly count: number
}

/** The statement that lists a tenant's entries, newest first; by index order only (`byIndexOrder`). */
export function auditStatement(
  tenantId: string,
  { filter, after, count }: AuditPageRequest,
): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [tenantId, count]
  const bind = (value: unknown, type: string) => `$${values.push(value)}::${type}`
  const { equal, column, value } = selectionOf(filter)
  const [seq = null, at = null] = after ?? []
  const isByTime = value === undefined
  const conditions = [
    ...Object.entries(equal).map(([name, each]) => `${name} = ${bind(each, 'text')}`),
    // As a range, so that only the index that leads with the column has the entries in order.
    ...(isByTime ? [] : [isAt(column, bind(value, column === 'request_id' ? 'uuid' : 'text'))]),
    ...(filter.action ? [`action = ${bind(filter.action, 'text')}`] : []),
    ...(filter.from ? [`at >= ${bind(filter.from, 'timestamptz')}`] : []),
    ...(filter.before ? [`at < ${bind(filter.before, 'timestamptz')}`] : []),
    ...(after && !isByTime ? [`seq < ${bind(seq, 'bigint')}`] : []),
    ...(after && isByTime ? [earlier(bind(at, 'timestamptz'), bind(seq, 'bigint'))] : []),
  ]
  return {
    text: `SELECT ${entryJson} AS row, ARRAY[seq::text, ${instantText('at')}] AS key FROM audit.entries
            WHERE ${['tenant_id = $1', ...conditions].join(' AND ')}
            ORDER BY ${column}${isByTime ? ' DESC' : ''}, seq DESC LIMIT $2`,
    values,
  }
}

const earlier = (at: string, seq: string) => `at <= ${at} AND (at, seq) < (${at}, ${seq})`

/** The schemas of an entry's sort key. */
export const auditKey = [id, instantKey] as const

/** A tenant's entries, newest first. @param client in a transaction of role `lazi_writer`, with `byIndexOrder` */
export async function listEntries(
  client: pg.ClientBase,
  tenantId: string,
  page: AuditPageRequest,
): Promise<KeyedRow[]> {
  const { text, values } = auditStatement(tenantId, page)
  const { rows } = await client.query<KeyedRow>(text, [...values])
  return rows
}

/** An entry as JSON text; null when the tenant has none with this number. */
export async function readAuditEntry(
  client: pg.ClientBase,
  tenantId: string,
  seq: string,
): Promise<string | null> {
  const { rows } = await client.query<{ row: string }>(
    `SELECT ${entryJson} AS row FROM audit.entries WHERE tenant_id = $1 AND seq = $2`,
    [tenantId, seq],
  )
  return rows[0]?.row ?? null
}
