import type { OwnableDomain } from 'db-migrations/protocol'
import type { WritableTable } from '../fields/field.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'

// What ServiceTitan lacks of LAZI's records: one row per record that differs, with the values on which both sides
// agreed last. Where LAZI owns the domain, nothing is sent, and the values are kept for the way back; where both sides
// change records, the row says that the record is to be sent. The domain is locked, so its mode stays.

/** SQL of whether both sides change the records of a domain. */
const isHybrid = (domain: OwnableDomain) =>
  `(SELECT mode = 'hybrid' FROM sync.domains WHERE tenant_id = $1 AND domain = '${domain}')`

const columns = 'tenant_id, table_name, record_id, op, base, state, due_at, first_edited_at, updated_at'

/** SQL of the state of a new row and when it is due. @param now the parameter with the time */
const newState = (domain: OwnableDomain, now: string) =>
  `CASE WHEN ${isHybrid(domain)} THEN 'pending' ELSE 'kept' END, CASE WHEN ${isHybrid(domain)} THEN ${now}::timestamptz END`

/**
 * SQL that brings a row to its state after an edit: it is sent anew, but for a request that is under way, whose response
 * is awaited first. Its time is another one than before, also on a machine whose clock is behind: so the worker that
 * awaits the response knows of the edit.
 */
const edited = (domain: OwnableDomain) => {
  const isUnderWay = "kept.state IN ('sending', 'unknown')"
  return `state = CASE WHEN NOT ${isHybrid(domain)} THEN 'kept' WHEN ${isUnderWay} THEN kept.state ELSE 'pending' END,
          due_at = CASE WHEN NOT ${isHybrid(domain)} THEN NULL WHEN ${isUnderWay} THEN kept.due_at ELSE excluded.updated_at END,
          attempts = 0, blocked_by = NULL, error = NULL, error_status = NULL, trace_id = NULL,
          updated_at = greatest(excluded.updated_at, kept.updated_at + interval '1 microsecond')`
}

/** A table whose records people change. */
type Table = Pick<WritableTable, 'table' | 'domain'>

/** Notes that ServiceTitan lacks records of a table. */
export function noteCreated(
  { client, tenantId, act, defer }: RecordWrite,
  { table, domain }: Table,
  ids: readonly string[],
): void {
  const sent = client.query({
    name: `lazi_outbox_created_${domain}`,
    text: `INSERT INTO sync.outbox (${columns})
           SELECT $1::bigint, $2, id, 'create', '{}', ${newState(domain, '$4')}, $4::timestamptz, $4
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
  { table, domain }: Table,
  records: readonly Pick<StoredRecord, 'id' | 'stId'>[],
  base: Readonly<Record<string, unknown>>,
): void {
  const ids = records.flatMap(({ id, stId }) => (stId === null ? [] : [id]))
  if (ids.length === 0) return
  const sent = client.query(
    `INSERT INTO sync.outbox AS kept (${columns})
     SELECT $1::bigint, $2, id, 'update', $4::jsonb, ${newState(domain, '$5')}, $5::timestamptz, $5
       FROM unnest($3::uuid[]) AS id
     ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
        SET base = excluded.base || kept.base, failed_fields = kept.failed_fields - $6::text[], ${edited(domain)}`,
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
  if (record.stId === null) return
  const { client, tenantId, act, defer } = write
  const groups = groupsOf(fields, Object.keys(changed))
  const after = { ...record.values, ...changed }
  const sent = client.query<{ isEmpty: boolean }>({
    name: `lazi_outbox_changed_${domain}`,
    text: `INSERT INTO sync.outbox AS kept (${columns})
           VALUES ($1, $2, $3, 'update', $4, ${newState(domain, '$6')}, $6, $6)
           ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
              SET base = (SELECT coalesce(jsonb_object_agg(field.key, field.value), '{}')
                            FROM jsonb_each(excluded.base || kept.base) AS field
                           WHERE field.value IS DISTINCT FROM $5::jsonb -> field.key OR kept.sent ? field.key),
                  failed_fields = kept.failed_fields - $7::text[], ${edited(domain)}
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
  defer(sent.then(({ rows }) => (rows[0]?.isEmpty ? forget(write, table, record) : undefined)))
}

/** Notes that a record is gone in LAZI; one that ServiceTitan lacks leaves nothing to note. */
export function noteDeleted(write: RecordWrite, { table, domain }: Table, record: StoredRecord): void {
  const { client, tenantId, act, defer } = write
  const note = () =>
    client.query(
      `INSERT INTO sync.outbox AS kept (${columns})
       VALUES ($1, $2, $3, 'delete', '{}', ${newState(domain, '$4')}, $4, $4)
       ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE SET op = 'delete', ${edited(domain)}`,
      [tenantId, table, record.id, act.now],
    )
  defer(record.stId === null ? forget(write, table, record) : note())
}

/** Forgets records that are gone in LAZI, and that ServiceTitan never had; the others are left out. */
export function forgetCreated(
  { client, tenantId, defer }: RecordWrite,
  { table }: Table,
  records: readonly Pick<StoredRecord, 'id' | 'stId'>[],
): void {
  const ids = records.flatMap(({ id, stId }) => (stId === null ? [id] : []))
  if (ids.length === 0) return
  const sent = client.query(
    'DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND record_id = ANY ($3::uuid[])',
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
