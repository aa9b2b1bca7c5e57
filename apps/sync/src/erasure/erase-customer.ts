import { UsageError } from 'cli-kit'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, recordEntries } from 'records'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { erasableTables } from '../page/erased/erasable-tables.ts'
import { ownedOf, readDomains } from '../tenants/domains.ts'
import { emptyEntries } from './empty-entries.ts'
import { emptyQuarantine } from './empty-quarantine.ts'
import { emptyRecords } from './empty-records.ts'
import { type OpenJobs, readOpenJobs } from './open-jobs.ts'

/** The number of records by their table. */
type RecordCounts = Readonly<Record<string, number>>

/** What an erasure did. */
export interface Erasure {
  /** The erased records, also those of an earlier call that was interrupted. */
  readonly records: RecordCounts
  /** Entries of the quarantine whose payloads were removed. */
  readonly quarantined: number
  /** Entries of the audit log whose values were removed. */
  readonly redacted: number
}

interface CustomerToErase {
  readonly tenantId: string
  /** ServiceTitan's id. */
  readonly customerId: string
  /** How long to wait for runs of the tables, in milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly act: Act
}

/**
 * Erases a customer: the values of the records about the customer leave the cache, its feed, the quarantine and the
 * audit log, and the sync skips the records from now on. Ids, times, states and amounts stay, so that sums do not
 * change. It can be interrupted at any moment and called again.
 * @returns null when the tenant has no such customer
 * @throws {UsageError} when LAZI owns the customers or jobs; nothing was erased
 * @throws {TableBusyError} when a table is still being synced after `waitMs`; nothing was erased
 */
export async function eraseCustomer(
  client: pg.ClientBase,
  { tenantId, customerId, waitMs, signal, act }: CustomerToErase,
): Promise<Erasure | null> {
  await assertNotOwned(client, tenantId)
  const unlocks: (() => Promise<void>)[] = []
  try {
    for (const tableName of erasableTables.map(({ name }) => name).toSorted())
      unlocks.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    if (!(await inTransaction(client, () => markErased(client, { tenantId, customerId, act })))) return null
    const records: Record<string, number> = {}
    for (const rule of erasableTables) {
      signal.throwIfAborted()
      const table = tables.find(({ name }) => name === rule.name)
      if (!table) throw new Error(`Expected a cache table ${rule.name}`)
      records[rule.name] = await emptyRecords(client, { tenantId, table, rule }, act.now)
    }
    const quarantined = await emptyQuarantine(client, tenantId, act.now)
    const redacted = await emptyEntries(client, tenantId, act)
    return { records, quarantined, redacted }
  } finally {
    for (const unlock of unlocks.toReversed()) await unlock()
  }
}

/** @throws {UsageError} when people change customers or jobs in LAZI: what they wrote there would stay */
async function assertNotOwned(client: pg.ClientBase, tenantId: string): Promise<void> {
  const owned = ownedOf(await readDomains(client, tenantId))
  if (owned.length === 0) return
  throw new UsageError(
    `LAZI owns the ${owned.join(' and ')} of tenant ${tenantId}: an erasure would not reach what people wrote there, so nothing was erased.`,
  )
}

/** What an erasure of a customer would remove. */
export interface ErasurePreview {
  readonly name: string | null
  readonly records: RecordCounts
  readonly openJobs: OpenJobs
}

/** @returns null when the tenant has no such customer */
export async function countRecords(
  client: pg.ClientBase,
  tenantId: string,
  customerId: string,
): Promise<ErasurePreview | null> {
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT name FROM raw.st_customers WHERE tenant_id = $1 AND st_id = $2',
    [tenantId, customerId],
  )
  if (!rows[0]) return null
  const ids = await idsOf(client, tenantId, customerId)
  const records: Record<string, number> = {}
  for (const { name, ofCustomer } of erasableTables) {
    const { rows: counted } = await client.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM raw.${name} WHERE tenant_id = $1 AND ${ofCustomer}`,
      [tenantId, ids],
    )
    records[name] = counted[0]?.count ?? 0
  }
  return { name: rows[0].name, records, openJobs: await readOpenJobs(client, tenantId, ids) }
}

/** The customer, and those that were merged into it: they are the same person. */
async function idsOf(client: pg.ClientBase, tenantId: string, customerId: string): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `WITH RECURSIVE person AS (
       SELECT st_id FROM raw.st_customers WHERE tenant_id = $1 AND st_id = $2
        UNION
       SELECT merged.st_id FROM person JOIN raw.st_customers AS merged
           ON merged.tenant_id = $1 AND merged.merged_to_id = person.st_id)
     SELECT st_id::text AS id FROM person`,
    [tenantId, customerId],
  )
  return rows.map(({ id }) => id)
}

/** Notes which records are erased, and records who asked for it, unless an earlier call did. */
async function markErased(
  client: pg.ClientBase,
  { tenantId, customerId, act }: Pick<CustomerToErase, 'tenantId' | 'customerId' | 'act'>,
): Promise<boolean> {
  const ids = await idsOf(client, tenantId, customerId)
  if (!ids.includes(customerId)) return false
  const marked: Record<string, { old: number }> = {}
  for (const { name, ofCustomer } of erasableTables) {
    const { rowCount } = await client.query(
      `INSERT INTO raw.erased (tenant_id, table_name, st_id, active, modified_on, requested_at)
       SELECT tenant_id, $3, st_id, active, modified_on, $4::timestamptz FROM raw.${name} AS row
        WHERE tenant_id = $1 AND ${ofCustomer}
       ON CONFLICT (tenant_id, table_name, st_id) DO NOTHING`,
      [tenantId, ids, name, act.now],
    )
    if (rowCount) marked[name] = { old: rowCount }
  }
  if (Object.keys(marked).length > 0) {
    const entry = { action: 'erase', entity: 'raw.st_customers', entityId: customerId } as const
    await recordEntries(client, tenantId, act, [{ ...entry, changes: marked }])
  }
  return true
}
