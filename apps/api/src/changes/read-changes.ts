import { prepared, type Statement } from 'cli-kit/postgres'
import { type FeedPosition, noPosition } from 'db-migrations/protocol'
import type pg from 'pg'
import type { Feed } from './feeds.ts'

/** One change: its seq, its table, and the data of its event. */
interface ChangeRow {
  readonly seq: string
  readonly table: string
  readonly data: string
}

/** The feed's changes after a position, read in one snapshot; none if the position is of another epoch. */
export interface FeedPage {
  /** The feed's epoch. */
  readonly epoch: string
  /** The greatest seq assigned so far. */
  readonly last: string
  /** Changes up to this seq were removed. */
  readonly trimmed: string
  readonly rows: readonly ChangeRow[]
}

/** The end of a tenant's feed. */
export async function readPosition(
  client: pg.ClientBase,
  feed: Feed,
  tenantId: string,
): Promise<FeedPosition> {
  const { rows } = await client.query<FeedPosition>(positionStatement(feed, tenantId))
  return rows[0] ?? noPosition
}

/** The statement of {@link readPosition}. */
export function positionStatement({ schema }: Feed, tenantId: string): Statement<string[]> {
  return prepared(`SELECT epoch, last_seq AS seq FROM ${schema}.change_positions WHERE tenant_id = $1`, [
    tenantId,
  ])
}

/**
 * The next changes after a position, at most `count`. One statement reads one snapshot, so `epoch`, `trimmed` and the rows
 * are consistent: removed changes are never skipped unnoticed.
 */
export async function readChanges(
  client: pg.ClientBase,
  feed: Feed,
  tenantId: string,
  after: FeedPosition,
  count: number,
): Promise<FeedPage> {
  const { rows } = await client.query<Omit<FeedPage, 'rows'> & Partial<ChangeRow>>(
    changesStatement(feed, tenantId, after, count),
  )
  const [first] = rows
  return {
    epoch: first?.epoch ?? noPosition.epoch,
    last: first?.last ?? noPosition.seq,
    trimmed: first?.trimmed ?? noPosition.seq,
    rows: rows.filter((row): row is typeof row & ChangeRow => row.seq !== null),
  }
}

/** The statement of {@link readChanges}. */
export function changesStatement(
  { schema, changeJson }: Feed,
  tenantId: string,
  { epoch, seq }: FeedPosition,
  count: number,
): Statement<(string | number)[]> {
  const text = `
    SELECT position.epoch, position.last_seq AS last, position.trimmed_seq AS trimmed, change.seq, change.table, change.data
      FROM ${schema}.change_positions AS position
      LEFT JOIN LATERAL (
           SELECT seq, table_name AS table, ${changeJson} AS data FROM ${schema}.changes
            WHERE tenant_id = $1 AND seq > $2 AND position.epoch = $4 ORDER BY seq LIMIT $3) AS change ON true
     WHERE position.tenant_id = $1
     ORDER BY change.seq`
  return prepared(text, [tenantId, seq, count, epoch])
}
