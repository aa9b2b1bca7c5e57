import { randomUUID } from 'node:crypto'
import { pipelined } from 'cli-kit/postgres'
import type { ActorKind, AuditAction } from 'db-migrations/protocol'
import type pg from 'pg'

/** Who acts. */
export interface Actor {
  readonly kind: ActorKind
  /** Which one: the id of a key, `user@host` of a command, the id of a worker. @default none */
  readonly id?: string
  /** Its name now, for people. @default none */
  readonly name?: string
  /** For whom it acts, as it says itself: nothing proves it. @default not said */
  readonly onBehalfOf?: string | undefined
}

/**
 * The actor as one text, as in `lazi.changes.actor` and `sync.domains.switched_by`.
 * @example
 * actorText({ kind: 'cli', id: 'alice@db-1' }) // 'cli:alice@db-1'
 */
export function actorText({ kind, id }: Actor): string {
  return id === undefined ? kind : `${kind}:${id}`
}

/** Who acts, why, and through what; the same for all entries of a transaction. */
export interface Act {
  readonly actor: Actor
  readonly now: Date
  /** In the words of who acts, at most {@link maxReasonLength} characters. @default not said */
  readonly reason?: string | undefined
  /** The request to the API, a UUID. @default none */
  readonly requestId?: string | undefined
  /** `raw.sync_runs.run_id`. @default none */
  readonly runId?: string | undefined
}

/** A former and a new value, as JSON; undefined: there was none, or there is none any more. */
export interface FieldChange {
  readonly old?: unknown
  readonly new?: unknown
}

/** One change for the audit log. */
export interface AuditEntry {
  readonly action: AuditAction
  /** The table of what changed, such as `api.keys`. */
  readonly entity: string
  /** Which row of it; the parts of a composite id are joined by a colon. */
  readonly entityId: string
  /** The fields that changed, without secrets and payloads. @default none */
  readonly changes?: Readonly<Record<string, FieldChange>>
}

/** The tenant of entries about the installation: tenants added and removed, and the log itself. */
export const installation = '0'

/** The number of characters of a reason that the log takes. */
export const maxReasonLength = 500

/**
 * Appends entries to a tenant's audit log, in the transaction that makes the changes, so that neither is committed
 * without the other. The numbers are taken from the tenant's position, whose row stays locked until the commit, so they
 * have no gaps and become visible in order. Call it after all other writes but those to the change feeds: the lock order
 * is `audit.positions`, `raw.change_positions`, `lazi.change_positions`.
 * @param client in a transaction, as a role that may insert entries: `lazi_sync`, `lazi_writer` or `lazi_migrator`
 * @throws when PostgreSQL refuses an entry; the caller's transaction is then rolled back, and the change with it
 * @example
 * await recordEntries(client, '1001', { actor: { kind: 'cli', id: 'alice@db-1' }, now }, [
 *   { action: 'pause', entity: 'raw.tenants', entityId: '1001', changes: { status: { old: 'active', new: 'paused' } } },
 * ])
 */
export async function recordEntries(
  client: pg.ClientBase,
  tenantId: string,
  { actor, now, reason, requestId, runId }: Act,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return
  // Prepared, because planning costs more than executing; and sent without waiting in between: one round trip on a
  // connection in pipeline mode.
  const held = client.query({
    name: 'lazi_audit_position',
    text: `INSERT INTO audit.positions AS position (tenant_id, last_seq, last_at) VALUES ($1, $2, $3)
     ON CONFLICT (tenant_id) DO UPDATE SET last_seq = position.last_seq + excluded.last_seq,
            last_at = greatest(position.last_at, excluded.last_at)`,
    values: [tenantId, entries.length, now],
  })
  const appended = client.query({
    name: 'lazi_audit_entries',
    text: `INSERT INTO audit.entries (tenant_id, seq, at, actor_kind, actor_id, actor_name, on_behalf_of, action, entity,
            entity_id, request_id, run_id, reason, changes, salt, changes_hash)
     SELECT $1, position.last_seq - count(*) OVER () + number, position.last_at, $3, $4, $5, $6, action, entity,
            entity_id, $7, $8, $9, changes, salt, sha256(uuid_send(salt) || convert_to(changes, 'UTF8'))
       FROM ROWS FROM (
              json_to_recordset($2::json) AS (action text, entity text, entity_id text, changes text, salt uuid)
            ) WITH ORDINALITY AS entry (action, entity, entity_id, changes, salt, number)
      CROSS JOIN audit.positions AS position
      WHERE position.tenant_id = $1
     RETURNING seq`,
    values: [
      tenantId,
      JSON.stringify(entries.map(rowOf)),
      actor.kind,
      actor.id ?? null,
      actor.name ?? null,
      actor.onBehalfOf ?? null,
      requestId ?? null,
      runId ?? null,
      reason ?? null,
    ],
  })
  await pipelined(held, appended)
}

const rowOf = ({ action, entity, entityId, changes }: AuditEntry) => ({
  action,
  entity,
  entity_id: entityId,
  changes: changes === undefined ? null : JSON.stringify(changes),
  salt: changes === undefined ? null : randomUUID(),
})

/**
 * The fields whose values differ, for an entry.
 * @returns null when none does: then nothing changed, and there is no entry
 * @example
 * changedFields({ name: 'A', zone: 'UTC' }, { name: 'B', zone: 'UTC' }) // { name: { old: 'A', new: 'B' } }
 */
export function changedFields<Row extends object>(
  before: Row,
  after: Row,
): Readonly<Record<string, FieldChange>> | null {
  const changed = Object.entries(after).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof Row]),
  )
  if (changed.length === 0) return null
  return Object.fromEntries(
    changed.map(([name, value]) => [name, { old: before[name as keyof Row], new: value }]),
  )
}
