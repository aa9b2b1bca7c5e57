import type { WritableTable } from '../fields/field.ts'
import type { RecordWrite } from './record-write.ts'
import type { StoredRecord } from './stored-record.ts'

// What ServiceTitan lacks of LAZI's records: one row per record that differs, with the values on which both sides
// agreed last. The domain is LAZI's, so nothing is sent; the values are kept for the way back.

/** Notes that ServiceTitan lacks records of a table. */
export function noteCreated(
  { client, tenantId, act, defer }: RecordWrite,
  table: string,
  ids: readonly string[],
): void {
  const sent = client.query({
    name: 'lazi_outbox_created',
    text: `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, first_edited_at, updated_at)
           SELECT $1::bigint, $2, id, 'create', '{}', $4::timestamptz, $4 FROM unnest($3::uuid[]) AS id
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
  table: string,
  records: readonly Pick<StoredRecord, 'id' | 'stId'>[],
  base: Readonly<Record<string, unknown>>,
): void {
  const ids = records.flatMap(({ id, stId }) => (stId === null ? [] : [id]))
  if (ids.length === 0) return
  const sent = client.query(
    `INSERT INTO sync.outbox AS kept (tenant_id, table_name, record_id, op, base, first_edited_at, updated_at)
     SELECT $1::bigint, $2, id, 'update', $4::jsonb, $5::timestamptz, $5 FROM unnest($3::uuid[]) AS id
     ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
        SET base = excluded.base || kept.base, updated_at = excluded.updated_at`,
    [tenantId, table, ids, JSON.stringify(base), act.now],
  )
  defer(sent)
}

/**
 * Notes the agreed values of the fields that change. The first ones stay; a field that is back at its agreed value is no
 * longer in the row, and a row without fields is deleted. A record that ServiceTitan lacks is noted as a whole.
 * @param changed the fields that change, with their new values
 */
export function noteChanged(
  write: RecordWrite,
  { table, fields }: WritableTable,
  record: Pick<StoredRecord, 'id' | 'stId' | 'values'>,
  changed: Readonly<Record<string, unknown>>,
): void {
  if (record.stId === null) return
  const { client, tenantId, act, defer } = write
  const groups = groupsOf(fields, Object.keys(changed))
  const after = { ...record.values, ...changed }
  const sent = client.query<{ isEmpty: boolean }>({
    name: 'lazi_outbox_changed',
    text: `INSERT INTO sync.outbox AS kept (tenant_id, table_name, record_id, op, base, first_edited_at, updated_at)
           VALUES ($1, $2, $3, 'update', $4, $6, $6)
           ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE
              SET base = (SELECT coalesce(jsonb_object_agg(field.key, field.value), '{}')
                            FROM jsonb_each(excluded.base || kept.base) AS field
                           WHERE field.value IS DISTINCT FROM $5::jsonb -> field.key), updated_at = excluded.updated_at
           RETURNING op = 'update' AND base = '{}' AS "isEmpty"`,
    values: [
      tenantId,
      table,
      record.id,
      JSON.stringify(valuesOf(groups, record.values)),
      JSON.stringify(valuesOf(groups, after)),
      act.now,
    ],
  })
  // Rarely sent, after what follows: the row is locked.
  defer(sent.then(({ rows }) => (rows[0]?.isEmpty ? forget(write, table, record) : undefined)))
}

/** Notes that a record is gone in LAZI; one that ServiceTitan lacks leaves nothing to note. */
export function noteDeleted(write: RecordWrite, table: string, record: StoredRecord): void {
  const { client, tenantId, act, defer } = write
  const note = () =>
    client.query(
      `INSERT INTO sync.outbox (tenant_id, table_name, record_id, op, base, first_edited_at, updated_at)
       VALUES ($1, $2, $3, 'delete', '{}', $4, $4)
       ON CONFLICT (tenant_id, table_name, record_id) DO UPDATE SET op = 'delete', updated_at = excluded.updated_at`,
      [tenantId, table, record.id, act.now],
    )
  defer(record.stId === null ? forget(write, table, record) : note())
}

/** Forgets records that are gone in LAZI, and that ServiceTitan never had; the others are left out. */
export function forgetCreated(
  { client, tenantId, defer }: RecordWrite,
  table: string,
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

function forget(
  { client, tenantId }: RecordWrite,
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
