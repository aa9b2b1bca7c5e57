import type { OwnableDomain } from 'db-migrations/protocol'
import type pg from 'pg'
import type { RecordWrite } from '../writes/record-write.ts'
import { decide } from './conflicts.ts'
import { syncedTableNamed, syncedTables } from './synced-tables.ts'

/** Which open conflicts of fields. */
export interface ConflictSelection {
  /** @default of all tables */
  readonly table?: string | undefined
  /** The field; of texts by key, all of them, or one as `customFields.12`. @default of all fields */
  readonly field?: string | undefined
}

const condition = `tenant_id = $1 AND decision IS NULL AND field IS NOT NULL
    AND ($2::text IS NULL OR table_name = $2) AND ($3::text IS NULL OR field = $3 OR field LIKE $3 || '.%')`

const valuesOf = (tenantId: string, { table, field }: ConflictSelection) => [
  tenantId,
  table ?? null,
  field ?? null,
]

/** How many open conflicts are selected. */
export async function countConflicts(
  client: pg.ClientBase,
  tenantId: string,
  selection: ConflictSelection,
): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM sync.conflicts WHERE ${condition}`,
    valuesOf(tenantId, selection),
  )
  return rows[0]?.count ?? 0
}

/** The domains of the records with these conflicts, which the transaction of their decision locks. */
export async function domainsOfConflicts(
  client: pg.ClientBase,
  tenantId: string,
  selection: ConflictSelection,
): Promise<OwnableDomain[]> {
  const { rows } = await client.query<{ table: string }>(
    `SELECT DISTINCT table_name AS table FROM sync.conflicts WHERE ${condition}`,
    valuesOf(tenantId, selection),
  )
  return [...new Set(rows.map(({ table }) => syncedTableNamed(table).writable.domain))]
}

/**
 * Decides open conflicts alike, each with its entry in the audit log: of `limit` at most, so that others wait for their
 * records shortly only.
 * @param take whose values stay
 * @returns how many were decided
 * @example
 * await writeRecords(client, { tenantId, domains, act }, (write) => decideAll(write, { field: 'name' }, options))
 */
export async function decideAll(
  write: RecordWrite,
  selection: ConflictSelection,
  { take, limit }: { readonly take: 'servicetitan' | 'lazi'; readonly limit: number },
): Promise<number> {
  const { rows } = await write.client.query<{ id: string }>(
    `SELECT conflict_id::text AS id FROM sync.conflicts WHERE ${condition}
      ORDER BY array_position($4::text[], table_name), record_id, field LIMIT $5`,
    [...valuesOf(write.tenantId, selection), syncedTables.map(({ record }) => record.name), limit],
  )
  for (const { id } of rows) await decide(write, { id, take })
  return rows.length
}
