import { UsageError } from 'cli-kit'
import type { Domain } from 'db-migrations/protocol'
import type pg from 'pg'
import { type Act, actorText, type RecordChanges } from 'records'
import type { Person } from './find-person.ts'
import { keptNamesOf, type OwnTable, ownTables } from './own-tables.ts'

interface OwnRecords {
  readonly tenantId: string
  readonly person: Pick<Person, 'ids'>
  /** The domains that LAZI owns: the records of the others follow from the cache. */
  readonly owned: ReadonlySet<Domain>
  readonly act: Act
}

/** What was changed of LAZI's records. */
interface ErasedOwn {
  /** The number of records by table. */
  readonly records: Readonly<Record<string, number>>
  readonly changes: readonly RecordChanges[]
}

/**
 * Erases what people wrote about a person in LAZI: in the records that LAZI owns, and what it keeps of their former
 * values. Records that are erased already are not changed again. Requires the lock of the domains, and the marks in
 * `raw.erased`; the caller publishes the changes.
 * @throws {UsageError} when a record of theirs is being created in ServiceTitan: it would come back from there
 */
export async function eraseOwnRecords(
  client: pg.ClientBase,
  { tenantId, person, owned, act }: OwnRecords,
): Promise<ErasedOwn> {
  const tables = ownTables.filter(({ fields }) => owned.has(fields.domain))
  for (const table of tables)
    if (table.isPersonal) await assertNoneUnderWay(client, tenantId, { person, table })
  const records: Record<string, number> = {}
  const changes: RecordChanges[] = []
  for (const table of tables) {
    const { rows } = await client.query<{ count: number; changes: string }>(eraseStatement(table), [
      tenantId,
      person.ids,
      act.now,
      actorText(act.actor),
    ])
    const name = table.fields.table
    records[name] = rows[0]?.count ?? 0
    changes.push({ table: name, rows: rows[0]?.changes ?? '[]' })
  }
  for (const table of tables) await emptyOutbox(client, tenantId, { person, table, now: act.now })
  return { records, changes }
}

/** @throws {UsageError} when ServiceTitan may have a record of theirs that the cache does not have, and so is not marked */
async function assertNoneUnderWay(
  client: pg.ClientBase,
  tenantId: string,
  { person, table }: { readonly person: Pick<Person, 'ids'>; readonly table: OwnTable },
): Promise<void> {
  const { table: name } = table.fields
  const { rows } = await client.query(
    `SELECT FROM sync.outbox AS sending JOIN lazi.${name} AS record ON record.tenant_id = $1 AND record.id = sending.record_id
      WHERE sending.tenant_id = $1 AND sending.table_name = $3 AND sending.sent IS NOT NULL AND record.id IN (${table.ids})
        AND NOT EXISTS (SELECT FROM raw.st_${name} AS cached WHERE cached.tenant_id = $1 AND cached.st_id = record.st_id)
      LIMIT 1`,
    [tenantId, person.ids, name],
  )
  if (rows.length > 0)
    throw new UsageError(
      'A record of this customer is being created in ServiceTitan just now. Erase the customer when that is known, in a few minutes: pnpm sync outbox list',
    )
}

function eraseStatement({ fields: { table }, isPersonal, ids, emptied }: OwnTable): string {
  const values = {
    ...emptied,
    ...(isPersonal && { active: 'false', deleted_at: 'coalesce(record.deleted_at, $3)' }),
  }
  const set = Object.entries(values).map(([column, value]) => `${column} = ${value}`)
  const changed = Object.entries(values).map(
    ([column, value]) => `CASE WHEN record.${column} IS DISTINCT FROM ${value} THEN '${column}' END`,
  )
  return `
WITH theirs AS MATERIALIZED (
  SELECT id, ${isPersonal ? 'deleted_at IS NULL' : 'false'} AS is_deleted_now,
         array_remove(ARRAY[${changed.join(', ')}]::text[], NULL) AS changed
    FROM lazi.${table} AS record WHERE tenant_id = $1 AND id IN (${ids})
),
written AS (
  UPDATE lazi.${table} AS record
     SET ${set.join(', ')}, version = record.version + 1, updated_at = $3::timestamptz, updated_by = $4
    FROM theirs WHERE record.tenant_id = $1 AND record.id = theirs.id AND changed <> '{}'
)
SELECT count(*)::integer AS count, coalesce(json_agg(json_build_object(
         'id', id, 'op', CASE WHEN is_deleted_now THEN 'delete' ELSE 'update' END, 'changed_paths', changed)
         ORDER BY id), '[]')::text AS changes
  FROM theirs WHERE changed <> '{}'`
}

/** SQL of the ids of records whose parents were the person's when both sides agreed last. */
const childrenOfFormer = (name: string, parent: NonNullable<OwnTable['parent']>) => `
SELECT child.id FROM sync.outbox AS moved
  JOIN lazi.${name} AS child ON child.tenant_id = $1 AND child.${parent.column} = moved.record_id
 WHERE moved.tenant_id = $1 AND moved.table_name = '${parent.table}'
   AND (moved.base ->> 'customerId')::uuid = ANY ($2::uuid[])`

/**
 * Deletes the conflicts of their records, and empties what the outbox has of these, of those that belonged to them before,
 * and of the children of these.
 */
async function emptyOutbox(
  client: pg.ClientBase,
  tenantId: string,
  {
    person,
    table,
    now,
  }: { readonly person: Pick<Person, 'ids'>; readonly table: OwnTable; readonly now: Date },
): Promise<void> {
  const { parent, fields } = table
  const { table: name } = fields
  // Their values are the person's, open or decided.
  await client.query(
    `DELETE FROM sync.conflicts WHERE tenant_id = $1 AND table_name = $3 AND record_id IN (${table.ids})`,
    [tenantId, person.ids, name],
  )
  if (table.isPersonal) {
    await client.query(
      `DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $3 AND record_id IN (${table.ids})`,
      [tenantId, person.ids, name],
    )
  }
  await client.query(
    `UPDATE sync.outbox SET base = base - $4::text[], updated_at = $5
      WHERE tenant_id = $1 AND table_name = $3 AND base ?| $4
        AND (record_id IN (${table.ids}) OR (base ->> 'customerId')::uuid = ANY ($2::uuid[])
             ${parent === undefined ? '' : `OR record_id IN (${childrenOfFormer(name, parent)})`})`,
    [tenantId, person.ids, name, keptNamesOf(table), now],
  )
  await client.query(
    `DELETE FROM sync.outbox WHERE tenant_id = $1 AND table_name = $2 AND op = 'update' AND base = '{}'`,
    [tenantId, name],
  )
}
