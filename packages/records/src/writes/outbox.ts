import type { OwnableDomain } from 'db-migrations/protocol'
import { actorText } from '../audit/record-entries.ts'
import type { WritableTable } from '../fields/field.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'

// What ServiceTitan lacks of LAZI's records: one row per record that differs, with the values on which both sides
// agreed last. Where LAZI owns the domain, nothing is sent, and the values are kept for the way back; where both sides
// change records, the row says that the record is to be sent. The domain is locked, so its mode stays.

/** SQL of whether both sides change the records of a domain. */
const isHybrid = (domain: OwnableDomain) =>
  `(SELECT mode = 'hybrid' FROM sync.domains WHERE tenant_id = $1 AND domain = '${domain}')`

const columns =
  'tenant_id, table_name, record_id, op, base, state, due_at, blocked_by, first_edited_at, updated_at'

/** SQL of the state of a new row, when it is due and what it waits for. @param now the parameter with the time */
const newState = ({ domain, sentWith }: Table, now: string) =>
  sentWith === undefined
    ? `CASE WHEN ${isHybrid(domain)} THEN 'pending' ELSE 'kept' END, CASE WHEN ${isHybrid(domain)} THEN ${now}::timestamptz END, NULL::text`
    : `CASE WHEN ${isHybrid(domain)} THEN 'blocked' ELSE 'kept' END, NULL::timestamptz, CASE WHEN ${isHybrid(domain)} THEN '${sentWith}' END`

const isUnderWay = "excluded.state <> 'kept' AND kept.state IN ('sending', 'unknown')"

/**
 * SQL that brings a row to its state after an edit: it is sent anew, but for a request that is under way, whose response
 * is awaited first. Its time is another one than before, also on a machine whose clock is behind: so the worker that
 * awaits the response knows of the edit.
 */
const edited = `state = CASE WHEN ${isUnderWay} THEN kept.state ELSE excluded.state END,
          due_at = CASE WHEN ${isUnderWay} THEN kept.due_at ELSE excluded.due_at END,
          attempts = 0, blocked_by = excluded.blocked_by, error = NULL, error_status = NULL, trace_id = NULL,
          updated_at = greatest(excluded.updated_at, kept.updated_at + interval '1 microsecond')`

/** A table whose records people change. */
type Table = Pick<WritableTable, 'table' | 'domain'> & {
  /** With which other record its records are sent, in words. @default by requests of their own */
  readonly sentWith?: string
}

/** Notes that ServiceTitan lacks records of a table. */
export function noteCreated(
  { client, tenantId, act, defer }: RecordWrite,
  of: Table,
  ids: readonly string[],
): void {
  const { table, domain, sentWith } = of
  const sent = client.query({
    name: `lazi_outbox_created_${domain}${sentWith === undefined ? '' : '_with'}`,
    text: `INSERT INTO sync.outbox (${columns})
           SELECT $1::bigint, $2, id, 'create', '{}', ${newState(of, '$4')}, $4::timestamptz, $4
             FROM unnest($3::uuid[]) AS id
           ON CONFLICT (tenant_id, table_name, record_id) DO NOTHING`,
    values: [tenantId, table, ids, act.now],
  })
  defer(sent)
}

/**
 * Notes an agreed value of records that all change alike; a value that was noted before stays.
 * @param records those that ServiceTitan lacks are left out
 * @param base the values on which both sides agreed, by field
 */
export function noteAllChanged(
  { client, tenantId, act, defer }: RecordWrite,
  of: Table,
  records: readonly Pick<StoredRecord, 'id' | 'stId'>[],
  base: Readonly<Record<string, unknown>>,
): void {
  const { table } = of
  const ids = records.flatMap(({ id, stId }) => (stId === null ? [] : [id]))
  if (ids.length === 0) return
  const sent = client.query(
    `INSERT INTO sync.outbox AS kept (${columns})
     SELECT $1::bigint, $2, id, 'update', $4::jsonb, ${newState(of, '$5')}, $5::timestamptz, $5
       FROM unnest($3::uuid[]) AS id
     ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
        SET base = excluded.base || kept.base, failed_fields = kept.failed_fields - $6::text[], ${edited}`,
    [tenantId, table, ids, JSON.stringify(base), act.now, Object.keys(base)],
  )
  defer(sent)
}

/**
 * Notes the agreed values of the fields that change. The first ones stay; a field that is back at its agreed value is no
 * longer in the row, unless a request with it is under way, and a row without fields is deleted. A record that
 * ServiceTitan lacks is noted as a whole.
 * @param changed the fields that change, with their new values
 */
export function noteChanged(
  write: RecordWrite,
  { table, domain, fields }: WritableTable,
  record: Pick<StoredRecord, 'id' | 'stId' | 'values'>,
  changed: Readonly<Record<string, unknown>>,
): void {
  if (record.stId === null) {
    noteUncreated(write, { table, domain }, record)
    return
  }
  const { client, tenantId, act, defer } = write
  const groups = groupsOf(fields, Object.keys(changed))
  const after = { ...record.values, ...changed }
  const sent = client.query<{ isEmpty: boolean }>({
    name: `lazi_outbox_changed_${domain}`,
    text: `INSERT INTO sync.outbox AS kept (${columns})
           VALUES ($1, $2, $3, 'update', $4, ${newState({ table, domain }, '$6')}, $6, $6)
           ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
              SET base = (SELECT coalesce(jsonb_object_agg(field.key, field.value), '{}')
                            FROM jsonb_each(excluded.base || kept.base) AS field
                           WHERE field.value IS DISTINCT FROM $5::jsonb -> field.key OR kept.sent ? field.key),
                  failed_fields = kept.failed_fields - $7::text[], ${edited}
           RETURNING op = 'update' AND base = '{}' AS "isEmpty"`,
    values: [
      tenantId,
      table,
      record.id,
      JSON.stringify(valuesOf(groups, record.values)),
      JSON.stringify(valuesOf(groups, after)),
      act.now,
      [...groups.keys()],
    ],
  })
  // Rarely sent, after what follows: the row is locked.
  const agree = () =>
    Promise.all([forget(write, table, record), endConflicts(write, table, record, 'servicetitan')])
  defer(sent.then(({ rows }) => (rows[0]?.isEmpty ? agree() : undefined)))
}

/** Notes that a record changes which ServiceTitan lacks: it is created as it is then, also if it was refused before. */
function noteUncreated(
  { client, tenantId, act, defer }: RecordWrite,
  { table, domain }: Table,
  { id }: Pick<StoredRecord, 'id'>,
): void {
  const isSent = "state IN ('sending', 'unknown')"
  const sent = client.query({
    name: `lazi_outbox_uncreated_${domain}`,
    text: `UPDATE sync.outbox
              SET state = CASE WHEN ${isSent} THEN state ELSE 'pending' END,
                  due_at = CASE WHEN ${isSent} THEN due_at ELSE $4::timestamptz END,
                  blocked_by = CASE WHEN ${isSent} THEN blocked_by END,
                  attempts = 0, failed_fields = '{}', error = NULL, error_status = NULL, trace_id = NULL, updated_at = $4
            WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND state <> 'kept'`,
    values: [tenantId, table, id, act.now],
  })
  defer(sent)
}

/**
 * Notes that a record is gone in LAZI. One that ServiceTitan lacks leaves nothing to note, unless it is being created
 * there: then it is deleted when that is known. Open conflicts of its fields are over.
 */
export function noteDeleted(write: RecordWrite, { table, domain }: Table, record: StoredRecord): void {
  const { client, tenantId, act, defer } = write
  const note = () =>
    client.query(
      `INSERT INTO sync.outbox AS kept (${columns})
       VALUES ($1, $2, $3, 'delete', '{}', ${newState({ table, domain }, '$4')}, $4, $4)
       ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE SET op = 'delete', ${edited}`,
      [tenantId, table, record.id, act.now],
    )
  if (record.stId === null) {
    forgetCreated(write, { table }, [record])
    return
  }
  defer(note())
  defer(endConflicts(write, table, record, 'lazi'))
}

/** Ends the open conflicts of a record that a person has decided by a change: none of its fields differs any more. */
function endConflicts(
  { client, tenantId, act }: RecordWrite,
  table: string,
  { id }: Pick<StoredRecord, 'id'>,
  decision: 'lazi' | 'servicetitan',
): Promise<unknown> {
  return client.query(
    `UPDATE sync.conflicts SET decision = $4, decided_by = $5, decided_at = $6
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3 AND decision IS NULL`,
    [tenantId, table, id, decision, actorText(act.actor), act.now],
  )
}

/**
 * Forgets records that are gone in LAZI, and that ServiceTitan never had; the others are left out, and those that are
 * being created there.
 */
export function forgetCreated(
  { client, tenantId, defer }: RecordWrite,
  { table }: Pick<Table, 'table'>,
  records: readonly Pick<StoredRecord, 'id' | 'stId'>[],
): void {
  const ids = records.flatMap(({ id, stId }) => (stId === null ? [id] : []))
  if (ids.length === 0) return
  const sent = client.query(
    `DELETE FROM sync.outbox
      WHERE tenant_id = $1 AND table_name = $2 AND record_id = ANY ($3::uuid[]) AND sent IS NULL`,
    [tenantId, table, ids],
  )
  defer(sent)
}

/** Deletes the row of a record on which both sides agree, or of which nothing is left to say. */
export function forget(
  { client, tenantId }: Pick<RecordWrite, 'client' | 'tenantId'>,
  table: string,
  { id }: Pick<StoredRecord, 'id'>,
): Promise<unknown> {
  return client.query('DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = $3', [
    tenantId,
    table,
    id,
  ])
}

/** What is agreed upon together, by name: a field alone, or the fields of its group. */
function groupsOf(fields: WritableTable['fields'], changed: readonly string[]): Map<string, string[] | null> {
  return new Map(
    changed.map((name) => {
      const group = fields[name]?.group
      if (group === undefined) return [name, null]
      return [group, Object.keys(fields).filter((other) => fields[other]?.group === group)]
    }),
  )
}

function valuesOf(
  groups: ReadonlyMap<string, readonly string[] | null>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    [...groups].map(([name, members]) => [
      name,
      members === null ? values[name] : Object.fromEntries(members.map((member) => [member, values[member]])),
    ]),
  )
}
