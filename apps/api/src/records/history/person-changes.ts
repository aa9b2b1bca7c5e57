import { prepared, type Statement } from 'cli-kit/postgres'
import type pg from 'pg'
import { type FieldChange, instantText, isAt } from 'records'
import { changesInEntry, type EnteredTable, enteredTable } from 'records/writes'
import type { Resource } from '../../resource-definition/resource.ts'
import type { PersonChange } from './history-schemas.ts'
import type { HistoryOptions } from './history-statement.ts'
import { targetQuery } from './target.ts'

/** What people changed of a record, newest first, and what is known of its history. */
export interface PersonHistory {
  readonly changes: readonly PersonChange[]
  readonly isOfServiceTitan: boolean
  /** When it was created in LAZI or, where that is not known any more, the time of the oldest entry of the audit log. */
  readonly createdAt: string | null
  /** Up to when ServiceTitan's versions were taken over; null: they are. */
  readonly takenUntil: string | null
}

/** The table of a resource whose records people can change; undefined: only ServiceTitan changes them. */
export const enteredTableOf = ({ definition }: Resource): EnteredTable | undefined =>
  definition === null ? undefined : enteredTable(definition.name)

interface EntryRow {
  readonly id: string
  readonly source: 'servicetitan' | 'lazi'
  readonly createdAt: string | null
  readonly takenUntil: string | null
  /** Null: there is no entry. */
  readonly seq: string | null
  readonly at: string
  readonly actor: PersonChange['actor']
  readonly action: PersonChange['action']
  readonly entity: string
  readonly entityId: string
  readonly requestId: string | null
  readonly changes: string | null
}

/**
 * Reads what people changed of a record, from the audit log: of each entry only what it says of this record, in fields
 * that the record has.
 * @param client in a transaction of role `lazi_writer`, with `byIndexOrder`
 * @returns null when there is no such record
 */
export async function readPersonChanges(
  client: pg.ClientBase,
  resource: Resource,
  table: EnteredTable,
  options: HistoryOptions,
): Promise<PersonHistory | null> {
  const { rows } = await client.query<EntryRow>(personChangesStatement(resource, table, options))
  const [first] = rows
  if (!first) return null
  const { id, source, createdAt, takenUntil } = first
  return {
    changes: rows.flatMap((row) =>
      row.seq === null ? [] : [changeOf(resource, { ...row, seq: row.seq }, id)],
    ),
    isOfServiceTitan: source === 'servicetitan',
    createdAt,
    takenUntil,
  }
}

function changeOf(
  { fields, definition }: Resource,
  row: EntryRow & { readonly seq: string },
  id: string,
): PersonChange {
  const { seq, at, actor, action, entity, entityId, requestId } = row
  const entered = parse(row.changes)
  const said = entered && changesInEntry({ entity, entityId, changes: entered }, String(definition?.name), id)
  return {
    by: 'person',
    seq,
    at,
    actor,
    action,
    entity,
    entityId,
    requestId,
    changes:
      said &&
      Object.entries(said)
        .filter(([field]) => field in fields)
        .map(([field, { old: before = null, new: after = null }]) => ({ field, old: before, new: after })),
  }
}

/** Null: they were emptied, or are no JSON any more. */
function parse(text: string | null): Readonly<Record<string, FieldChange>> | null {
  try {
    return JSON.parse(text ?? 'null') as Readonly<Record<string, FieldChange>> | null
  } catch {
    return null
  }
}

/**
 * The statement of {@link readPersonChanges}. It returns a row without an entry when there is none. An entry is about the
 * record, or about another one that changed with it, and then has the record's id as a key of its changes.
 */
export function personChangesStatement(
  resource: Resource,
  { name, domain, sourcesOf }: EnteredTable,
  { tenantId, id, before, limit }: HistoryOptions,
): Statement<(string | number | null)[]> {
  const isOwn = `source.entity = 'lazi.${name}' AND source.entity_id = source.record_id::text`
  const entriesOf = (columns: string, where: string, order: string) => `source CROSS JOIN LATERAL (
         SELECT ${columns} FROM audit.entries
          WHERE tenant_id = $1 AND entity = source.entity AND ${isAt('entity_id', 'source.entity_id')} AND ${where}
          ORDER BY entity_id, ${order}) AS entry`
  const saysSomething = `(${isOwn} OR position('"' || source.record_id || '":{' IN changes) > 0)`
  const text = `
WITH ${targetQuery(resource, id)},
source AS MATERIALIZED (
  ${sourcesOf('ARRAY(SELECT id FROM target)')}
),
entry AS MATERIALIZED (
  SELECT entry.*
    FROM ${entriesOf(
      'seq, at, actor_kind, actor_id, actor_name, action, entity, entity_id, request_id, changes',
      `seq < coalesce($3::bigint, 9223372036854775807) AND ${saysSomething}`,
      'seq DESC LIMIT $4::integer',
    )}
   ORDER BY entry.seq DESC LIMIT $4::integer
)
SELECT target.id::text, target.source, entry.seq::text, ${instantText('entry.at')} AS at,
       json_build_object('kind', actor_kind, 'id', actor_id, 'name', actor_name) AS actor, action, entity,
       entity_id AS "entityId", request_id::text AS "requestId", changes,
       ${instantText(`coalesce((
         SELECT entry.at
           FROM ${entriesOf('seq, at', `action = 'create' AND ${saysSomething}`, 'seq LIMIT 1')}
          ORDER BY entry.seq LIMIT 1), (
         SELECT at FROM audit.entries WHERE tenant_id = $1 ORDER BY entries.seq LIMIT 1))`)} AS "createdAt",
       (SELECT ${instantText(`coalesce((
                 SELECT max(entry.at) FROM ${entriesOf('at', `action = 'adopt'`, 'seq DESC')}), since)`)}
          FROM sync.domains WHERE tenant_id = $1 AND domain = '${domain}' AND mode = 'lazi') AS "takenUntil"
  FROM target LEFT JOIN entry ON true
 ORDER BY entry.seq DESC`
  return prepared(text, [tenantId, resource.lookUp(id).id, before, limit])
}
