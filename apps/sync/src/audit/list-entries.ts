import type pg from 'pg'

/** Which entries are listed. */
export interface EntryFilter {
  /** Null: all logs. */
  readonly tenantId: string | null
  /** Such as `raw.tenants`, or `raw.tenants:7` for one of them. */
  readonly entity: string | null
  /** A kind, such as `cli`, or `cli:alice@db-1` for one of them. */
  readonly actor: string | null
  readonly action: string | null
  /** The oldest time of an entry, ISO 8601; null: any. */
  readonly from: string | null
  /** The time that all entries are before, ISO 8601; null: any. */
  readonly before: string | null
  readonly limit: number
}

/** An entry of the log. */
export interface ListedEntry {
  readonly tenantId: string
  readonly seq: string
  readonly at: Date
  readonly actorKind: string
  readonly actorId: string | null
  readonly actorName: string | null
  readonly onBehalfOf: string | null
  readonly dbUser: string
  readonly action: string
  readonly entity: string
  readonly entityId: string
  readonly requestId: string | null
  readonly runId: string | null
  readonly reason: string | null
  /** JSON; null: none, or emptied. */
  readonly changes: string | null
  readonly isEmptied: boolean
}

const columns = `tenant_id AS "tenantId", seq, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName",
       on_behalf_of AS "onBehalfOf", db_user AS "dbUser", action, entity, entity_id AS "entityId",
       request_id AS "requestId", run_id AS "runId", reason, changes,
       changes IS NULL AND changes_hash IS NOT NULL AS "isEmptied"`

/** The newest entries first. */
export async function listEntries(client: pg.ClientBase, filter: EntryFilter): Promise<ListedEntry[]> {
  const [entity, entityId] = partsOf(filter.entity)
  const [actorKind, actorId] = partsOf(filter.actor)
  const { rows } = await client.query<ListedEntry>(
    `SELECT ${columns} FROM audit.entries
      WHERE ($1::bigint IS NULL OR tenant_id = $1) AND ($2::text IS NULL OR entity = $2)
        AND ($3::text IS NULL OR entity_id = $3) AND ($4::text IS NULL OR actor_kind = $4)
        AND ($5::text IS NULL OR actor_id = $5) AND ($6::text IS NULL OR action = $6)
        AND ($7::timestamptz IS NULL OR at >= $7) AND ($8::timestamptz IS NULL OR at < $8)
      ORDER BY at DESC, tenant_id, seq DESC LIMIT $9`,
    [
      filter.tenantId,
      entity,
      entityId,
      actorKind,
      actorId,
      filter.action,
      filter.from,
      filter.before,
      filter.limit,
    ],
  )
  return rows
}

/** @returns undefined when the tenant has no such entry */
export async function readEntry(
  client: pg.ClientBase,
  tenantId: string,
  seq: string,
): Promise<ListedEntry | undefined> {
  const { rows } = await client.query<ListedEntry>(
    `SELECT ${columns} FROM audit.entries WHERE tenant_id = $1 AND seq = $2`,
    [tenantId, seq],
  )
  return rows[0]
}

/** `kind:id`, at the first colon. */
function partsOf(text: string | null): readonly [string | null, string | null] {
  if (text === null) return [null, null]
  const at = text.indexOf(':')
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)]
}
