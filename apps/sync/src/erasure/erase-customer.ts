import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { type Act, actorText, appendRecordChanges, recordEntries } from 'records'
import { lockTable } from '../cache/table-lock.ts'
import { tables } from '../cache/tables.ts'
import { lockDomains } from '../owned/domains.ts'
import { erasableTables } from '../page/erased/erasable-tables.ts'
import { emptyEntries } from './empty-entries.ts'
import { emptyQuarantine } from './empty-quarantine.ts'
import { emptyRecords } from './empty-records.ts'
import { eraseOwnRecords } from './erase-own-records.ts'
import { findPerson, type Person } from './find-person.ts'

// An erasure, each step of which can be repeated:
//
//                    raw.erased ──┐
//   audit entries ─> lazi rows ───┼─ one transaction, with the entry ─> audit entries ─> rows of the cache, in batches
//                    sync.outbox ─┘                                                      ─> quarantine
//
// LAZI's records are erased with the marks, and not after the cache: an entry says what it changed, and what is marked
// and not emptied yet is known to be unfinished. The entries about them are emptied before: a verification compares them
// with the records, and would report the former values of an erasure that was interrupted. The role that may empty them
// needs its own transaction, so those that were written in between are emptied afterwards.

/** The number of records by their table. */
type RecordCounts = Readonly<Record<string, number>>

/** What an erasure did. */
export interface Erasure {
  /** The erased records by table; those of the cache also of an earlier call that was interrupted. */
  readonly records: RecordCounts
  /** Entries of the quarantine whose payloads were removed. */
  readonly quarantined: number
  /** Entries of the audit log whose values were removed. */
  readonly redacted: number
}

interface CustomerToErase {
  readonly tenantId: string
  /** LAZI's id, or ServiceTitan's after `st:`. */
  readonly reference: string
  /** How long to wait for runs of the tables, in milliseconds. */
  readonly waitMs: number
  readonly signal: AbortSignal
  readonly act: Act
}

/**
 * Erases a customer: the values of the records about the customer leave LAZI's records and what is kept of their former
 * values, the cache, its feed, the quarantine and the audit log, and the sync skips the records from now on. Ids, times,
 * states and amounts stay, so that sums do not change. It can be interrupted at any moment and called again.
 * @returns null when the tenant has no such customer
 * @throws {TableBusyError} when a table is still being synced after `waitMs`; nothing was erased
 * @throws {UsageError} when entries have values, and the login is not a member of `lazi_eraser`, or when a record of theirs
 *   is being created in ServiceTitan; nothing was erased
 */
export async function eraseCustomer(
  client: pg.ClientBase,
  { tenantId, reference, waitMs, signal, act }: CustomerToErase,
): Promise<Erasure | null> {
  const unlocks: (() => Promise<void>)[] = []
  try {
    for (const tableName of erasableTables.map(({ name }) => name).toSorted())
      unlocks.push(await lockTable(client, { tenantId, tableName, waitMs, signal }))
    const found = await findPerson(client, tenantId, reference)
    if (!found) return null
    let redacted = await emptyEntries(client, { tenantId, person: found, act })
    const marked = await inTransaction(client, () => markErased(client, { tenantId, reference, act }))
    if (!marked) return null
    redacted += await emptyEntries(client, { tenantId, person: marked.person, act })
    const records: Record<string, number> = {}
    for (const rule of erasableTables) {
      signal.throwIfAborted()
      const table = tables.find(({ name }) => name === rule.name)
      if (!table) throw new Error(`Expected a cache table ${rule.name}`)
      records[rule.name] = await emptyRecords(client, { tenantId, table, rule }, act.now)
    }
    const quarantined = await emptyQuarantine(client, tenantId, act.now)
    return { records: { ...records, ...marked.records }, quarantined, redacted }
  } finally {
    for (const unlock of unlocks.toReversed()) await unlock()
  }
}

interface Marked {
  readonly person: Person
  /** LAZI's own records that were erased. */
  readonly records: RecordCounts
}

/**
 * Notes which records of the cache are erased, erases LAZI's own, and records who asked for it, unless an earlier call
 * did. Everything that writes records waits meanwhile, so that none of the person's is missed.
 */
async function markErased(
  client: pg.ClientBase,
  { tenantId, reference, act }: Pick<CustomerToErase, 'tenantId' | 'reference' | 'act'>,
): Promise<Marked | null> {
  const domains = await lockDomains(client, tenantId, 'UPDATE')
  const owned = domains.owned.union(domains.hybrid)
  const person = await findPerson(client, tenantId, reference)
  if (!person) return null
  const marked = await markCached(client, { tenantId, person, act })
  const { records, changes } = await eraseOwnRecords(client, { tenantId, person, owned, act })
  // An error may quote a value.
  await client.query(
    `UPDATE sync.waiting SET error = 'Erased.'
      WHERE tenant_id = $1 AND reason = 'refused'
        AND EXISTS (SELECT FROM raw.erased WHERE erased.tenant_id = $1 AND erased.table_name = 'st_' || waiting.table_name
                       AND erased.st_id = waiting.st_id)`,
    [tenantId],
  )
  const counts = Object.entries({ ...marked, ...records }).filter(([, count]) => count > 0)
  if (counts.length === 0) return { person, records }
  const { id, stId } = person
  const of =
    stId === null
      ? ({ entity: 'lazi.customers', entityId: String(id) } as const)
      : ({ entity: 'raw.st_customers', entityId: stId } as const)
  await recordEntries(client, tenantId, act, [
    {
      action: 'erase',
      entity: of.entity,
      entityId: of.entityId,
      changes: Object.fromEntries(counts.map(([table, count]) => [table, { old: count }])),
    },
  ])
  await appendRecordChanges(client, tenantId, changes, {
    actor: actorText(act.actor),
    causeSeq: null,
    now: act.now,
  })
  return { person, records }
}

/** @returns the number of records by table that were not marked before */
async function markCached(
  client: pg.ClientBase,
  { tenantId, person, act }: { readonly tenantId: string; readonly person: Person; readonly act: Act },
): Promise<RecordCounts> {
  const marked: Record<string, number> = {}
  for (const { name, ofCustomer } of erasableTables) {
    const { rowCount } = await client.query(
      `INSERT INTO raw.erased (tenant_id, table_name, st_id, active, modified_on, requested_at)
       SELECT tenant_id, $3, st_id, active, modified_on, $4::timestamptz FROM raw.${name} AS row
        WHERE tenant_id = $1 AND ${ofCustomer}
       ON CONFLICT (tenant_id, table_name, st_id) DO NOTHING`,
      [tenantId, person.stIds, name, act.now],
    )
    marked[name] = rowCount ?? 0
  }
  return marked
}
