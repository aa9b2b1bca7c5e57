import type pg from 'pg'
import { resourceSql } from '../records/table-names.ts'
import { instantText } from '../resource-definition/field-kinds.ts'
import type { Statement } from '../tenant/prepared.ts'

/** One change: its seq, its table, and the data of its event. */
interface ChangeRow {
  readonly seq: string
  readonly table: string
  readonly data: string
}

/** The feed's changes after a seq, read in one snapshot. */
export interface FeedPage {
  /** The greatest seq assigned so far. */
  readonly last: string
  /** Changes up to this seq were removed. */
  readonly trimmed: string
  readonly rows: readonly ChangeRow[]
}

const changeJson = `json_build_object(
  'seq', seq::text, 'table', table_name, 'resource', ${resourceSql('table_name')}, 'id', st_id::text, 'op', op,
  'changedPaths', changed_paths, 'at', ${instantText('at')})::text`

/** The last seq of a tenant's feed; '0' for a tenant without any change. */
export async function readLastSeq(client: pg.ClientBase, tenantId: string): Promise<string> {
  const { rows } = await client.query<{ last: string }>(lastSeqStatement(tenantId))
  return rows[0]?.last ?? '0'
}

/** The statement of {@link readLastSeq}. */
export function lastSeqStatement(tenantId: string): Statement<string[]> {
  return {
    text: 'SELECT last_seq AS last FROM raw.change_positions WHERE tenant_id = $1',
    values: [tenantId],
  }
}

/**
 * The next changes after a seq, at most `count`. One statement reads one snapshot, so `trimmed` and the rows are
 * consistent: removed changes are never skipped unnoticed.
 */
export async function readChanges(
  client: pg.ClientBase,
  tenantId: string,
  after: string,
  count: number,
): Promise<FeedPage> {
  const { rows } = await client.query<{ last: string; trimmed: string } & Partial<ChangeRow>>(
    changesStatement(tenantId, after, count),
  )
  const [first] = rows
  return {
    last: first?.last ?? '0',
    trimmed: first?.trimmed ?? '0',
    rows: rows.filter((row): row is typeof row & ChangeRow => row.seq !== null),
  }
}

/** The statement of {@link readChanges}. */
export function changesStatement(
  tenantId: string,
  after: string,
  count: number,
): Statement<(string | number)[]> {
  const text = `
    SELECT position.last_seq AS last, position.trimmed_seq AS trimmed, change.seq, change.table, change.data
      FROM (SELECT coalesce(max(last_seq), 0) AS last_seq, coalesce(max(trimmed_seq), 0) AS trimmed_seq
              FROM raw.change_positions WHERE tenant_id = $1) AS position
      LEFT JOIN LATERAL (
           SELECT seq, table_name AS table, ${changeJson} AS data FROM raw.changes
            WHERE tenant_id = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS change ON true
     ORDER BY change.seq`
  return { text, values: [tenantId, after, count] }
}
