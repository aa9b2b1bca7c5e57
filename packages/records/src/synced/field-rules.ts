import type pg from 'pg'
import { type Act, actorText, recordEntries } from '../audit/record-entries.ts'
import { type ConflictPolicy, type FieldRules, mergeFieldsOf } from '../merge/index.ts'
import { instantText } from '../value-json.ts'
import { InvalidValuesError } from '../writes/errors.ts'
import { sentTables } from './synced-tables.ts'

/** What becomes of a field that both sides change, when both have changed it. */
export interface FieldRule {
  readonly table: string
  /** The field, or the group of fields that are agreed upon together, such as `address`. */
  readonly field: string
  readonly onConflict: ConflictPolicy
  /** Without a choice of the tenant. */
  readonly standard: ConflictPolicy
  /** Null: it is the standard. */
  readonly setAt: string | null
  /** Who has chosen, as kind:id. */
  readonly setBy: string | null
  /** Conflicts of the field that wait for a person; a new rule does not decide them. */
  readonly openConflicts: number
}

interface RuleRow {
  readonly table: string
  readonly field: string
  readonly onConflict: ConflictPolicy
  readonly setAt: string
  readonly setBy: string
}

/** The rules of a table that a tenant has chosen, as {@link mergeFieldsOf} takes them. */
export async function readFieldRules(
  client: pg.ClientBase,
  tenantId: string,
  table: string,
): Promise<FieldRules> {
  const { rows } = await client.query<Pick<RuleRow, 'field' | 'onConflict'>>(
    'SELECT field, on_conflict AS "onConflict" FROM sync.field_rules WHERE tenant_id = $1 AND table_name = $2',
    [tenantId, table],
  )
  return Object.fromEntries(rows.map(({ field, onConflict }) => [field, { onConflict }]))
}

/**
 * The rules of every field that can have conflicts, in the order of tables and fields. Lists of ids have none: each member is
 * agreed upon alone.
 * @example
 * const rules = await listFieldRules(client, '1001001')
 */
export async function listFieldRules(client: pg.ClientBase, tenantId: string): Promise<FieldRule[]> {
  const { rows } = await client.query<RuleRow>(
    `SELECT table_name AS table, field, on_conflict AS "onConflict", ${instantText('set_at')} AS "setAt", set_by AS "setBy"
       FROM sync.field_rules WHERE tenant_id = $1 ORDER BY table_name, field`,
    [tenantId],
  )
  const { rows: open } = await client.query<{ table: string; field: string; count: number }>(
    `SELECT table_name AS table, split_part(field, '.', 1) AS field, count(*)::integer AS count FROM sync.conflicts
      WHERE tenant_id = $1 AND decision IS NULL AND field IS NOT NULL GROUP BY 1, 2`,
    [tenantId],
  )
  return ruledFields.map(({ table, field, standard }) => {
    const is = (row: { table: string; field: string }) => row.table === table && row.field === field
    const { onConflict = standard, setAt = null, setBy = null } = rows.find(is) ?? {}
    return { table, field, onConflict, standard, setAt, setBy, openConflicts: open.find(is)?.count ?? 0 }
  })
}

/** Every field that can have conflicts, with what becomes of them without a choice. */
const ruledFields = sentTables.flatMap(({ writable }) =>
  Object.entries(mergeFieldsOf(writable))
    .filter(([, { kind, owner }]) => kind !== 'set' && owner === 'shared')
    .map(([field, { onConflict }]) => ({
      table: writable.table,
      domain: writable.domain,
      field,
      standard: onConflict,
    })),
)

/** A choice of a tenant. */
export interface NewFieldRule {
  readonly tenantId: string
  readonly table: string
  readonly field: string
  /** Null: what is standard. */
  readonly onConflict: ConflictPolicy | null
  readonly act: Act
}

/**
 * Sets the rule of a field, with its entry in the audit log; merges from then on heed it.
 * @param client in a transaction, which the caller commits
 * @returns whether it was another one before
 * @throws {InvalidValuesError} when the field cannot have conflicts
 * @example
 * await setFieldRule(client, { tenantId, table: 'customers', field: 'name', onConflict: 'lazi', act })
 */
export async function setFieldRule(
  client: pg.ClientBase,
  { tenantId, table, field, onConflict, act }: NewFieldRule,
): Promise<boolean> {
  const ruled = ruledFields.find((one) => one.table === table && one.field === field)
  if (ruled === undefined)
    throw new InvalidValuesError([
      {
        path: 'field',
        message: `${table}.${field} is not a field that both sides change, with values that differ.`,
      },
    ])
  // A switch of the domain, and the removal of the tenant, wait.
  await client.query('SELECT FROM sync.domains WHERE tenant_id = $1 AND domain = $2 FOR SHARE', [
    tenantId,
    ruled.domain,
  ])
  const before = (await readFieldRules(client, tenantId, table))[field]?.onConflict ?? null
  if (before === onConflict) return false
  const key = [tenantId, table, field]
  if (onConflict === null)
    await client.query(
      'DELETE FROM sync.field_rules WHERE tenant_id = $1 AND table_name = $2 AND field = $3',
      key,
    )
  else
    await client.query(
      `INSERT INTO sync.field_rules AS rule (tenant_id, table_name, field, on_conflict, set_at, set_by)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (tenant_id, table_name, field) DO UPDATE
          SET on_conflict = excluded.on_conflict, set_at = excluded.set_at, set_by = excluded.set_by`,
      [...key, onConflict, act.now, actorText(act.actor)],
    )
  const changes = { onConflict: { old: before ?? ruled.standard, new: onConflict ?? ruled.standard } }
  await recordEntries(client, tenantId, act, [
    { action: 'update', entity: 'sync.field_rules', entityId: `${table}.${field}`, changes },
  ])
  return true
}
