import { pipelined } from 'cli-kit/postgres'
import { channels, type Domain, type DomainMode } from 'db-migrations/protocol'
import type pg from 'pg'
import { appendRecordChanges } from '../append-changes.ts'
import { type OtherChange, withOthers } from '../audit/changes-in-entry.ts'
import {
  type Act,
  type AuditEntry,
  actorText,
  type FieldChange,
  recordEntries,
} from '../audit/record-entries.ts'
import { NotOwnedError, type WriteError } from './errors.ts'

// The one path on which records change that people own:
//
//   domain FOR SHARE ─> technicians ─> parents FOR KEY SHARE, the row FOR NO KEY UPDATE, in the order of tables
//     ─> version, checks ─> write, outbox ─> audit entry ─> lazi.changes
//
// All in one transaction of role lazi_writer, in the one order of locks (docs/decisions.md). A change of records is
// refused, or it is committed with its entry and its place in the feed.

/** What happened to a record, as in `lazi.changes.op`. */
type Op = 'insert' | 'update' | 'delete'

interface Change {
  readonly table: string
  readonly id: string
  op: Op
  readonly columns: Set<string>
}

/** A transaction that changes records, and what it has to publish. */
export interface RecordWrite {
  readonly client: pg.ClientBase
  readonly tenantId: string
  readonly act: Act
  /**
   * Takes a statement that was sent and whose result no other step needs: it is awaited at the end of the change, so
   * that the next ones are sent before it is answered. If it fails, so does the change, with its error.
   */
  readonly defer: (sent: Promise<unknown>) => void
  /** Adds an entry to the audit log: one per request that changes something. */
  readonly enter: (entry: AuditEntry) => void
  /** Adds to that entry what changed of another record with it, by field. */
  readonly enterOther: (table: string, id: string, changes: Readonly<Record<string, FieldChange>>) => void
  /** Refuses the change while ServiceTitan changes records of the domain too. */
  readonly refuseInHybrid: (error: WriteError) => void
  /** Whether ServiceTitan changes records of the domain too: what follows from a change is then its own to write. */
  readonly isHybrid: () => Promise<boolean>
  /** Publishes a change of a record, once per record. @param columns that an update changed */
  readonly publish: (table: string, id: string, op: Op, columns?: readonly string[]) => void
}

export interface WriteOptions {
  readonly tenantId: string
  /** The domains whose records are changed. */
  readonly domains: readonly Domain[]
  readonly act: Act
  /**
   * Takes what sends the last statements, to run it together with the COMMIT: their locks are those for which all changes
   * of the tenant wait, and must not be held while this process is busy. @default they are sent and awaited
   */
  readonly beforeCommit?: BeforeCommit
}

/** Registers what sends the last statements of a transaction, which its owner runs together with the COMMIT. */
export type BeforeCommit = (send: () => Promise<unknown>) => void

/**
 * Changes records, and closes the transaction's writes with the audit entries and the changes of the feed. All statements
 * that it sent were answered when it returns or throws.
 * @param client in a transaction of role `lazi_writer`, which the caller commits
 * @throws {WriteError} when the change is refused; the caller rolls back
 * @example
 * await writeRecords(client, { tenantId, domains: ['customers'], act }, (write) => changeRecord(write, change))
 */
export async function writeRecords<T>(
  client: pg.ClientBase,
  { tenantId, domains, act, beforeCommit }: WriteOptions,
  work: (write: RecordWrite) => Promise<T>,
): Promise<T> {
  const entries: AuditEntry[] = []
  const others: OtherChange[] = []
  const changes = new Map<string, Change>()
  const deferred: Promise<unknown>[] = []
  const refusedInHybrid: WriteError[] = []
  // The first lock: those of `work` are taken after it, and before it is answered.
  const modes = lockDomains(client, tenantId, domains)
  const isHybrid = async () => (await modes).includes('hybrid')
  const write: RecordWrite = {
    client,
    tenantId,
    act,
    isHybrid,
    defer(sent) {
      // It is awaited later; until then a rejection must not count as unhandled.
      sent.catch(() => undefined)
      deferred.push(sent)
    },
    enter: (entry) => entries.push(entry),
    refuseInHybrid: (error) => refusedInHybrid.push(error),
    enterOther: (table, id, changes) => others.push({ table, id, changes }),
    publish(table, id, op, columns = []) {
      const key = `${table}:${id}`
      const known = changes.get(key)
      if (!known) return void changes.set(key, { table, id, op, columns: new Set(columns) })
      if (op === 'delete') known.op = op
      for (const column of columns) known.columns.add(column)
    },
  }
  write.defer(modes)
  const run = async () => {
    const result = await work(write)
    const isShared = await isHybrid()
    for (const error of isShared ? refusedInHybrid : []) throw error
    const [entry, ...more] = entries
    const entered = entry === undefined ? [] : [withOthers(entry, others), ...more]
    // A worker sends it as soon as it is committed; else it is found by polling.
    if (isShared) write.defer(client.query(`SELECT pg_notify($1, '')`, [channels.pushes]))
    const close = () => closeTransaction(write, entered, [...changes.values()])
    if (beforeCommit) beforeCommit(close)
    else write.defer(close())
    return result
  }
  const worked = run()
  // Until then more statements are deferred.
  await Promise.allSettled([worked])
  // What failed of them is the cause of what `work` has thrown: it has aborted the transaction.
  await pipelined(...deferred, worked)
  return worked
}

/**
 * A switch of a domain, and the removal of the tenant, wait for the change.
 * @returns the modes of the domains
 * @throws {NotOwnedError} when people do not change records of one
 */
async function lockDomains(
  client: pg.ClientBase,
  tenantId: string,
  domains: readonly Domain[],
): Promise<DomainMode[]> {
  const { rows } = await client.query<{ domain: Domain; mode: DomainMode }>({
    name: 'lazi_lock_domains',
    text: `SELECT domain, mode FROM sync.domains WHERE tenant_id = $1 AND domain = ANY ($2) ORDER BY domain FOR SHARE`,
    values: [tenantId, domains],
  })
  const open = rows.filter(({ mode }) => mode !== 'servicetitan')
  for (const domain of domains)
    if (!open.some((state) => state.domain === domain)) throw new NotOwnedError(domain)
  return open.map(({ mode }) => mode)
}

/** The last locks of a transaction, in their order: the positions of the audit log and of the feed of records. */
async function closeTransaction(
  { client, tenantId, act }: RecordWrite,
  entries: readonly AuditEntry[],
  changes: readonly Change[],
): Promise<void> {
  const tables = Map.groupBy(changes, ({ table }) => table)
  const published = [...tables].map(([table, rows]) => ({
    table,
    rows: JSON.stringify(
      rows.map(({ id, op, columns }) => ({ id, op, changed_paths: op === 'update' ? [...columns] : [] })),
    ),
  }))
  const cause = { actor: actorText(act.actor), causeSeq: null, requestId: act.requestId, now: act.now }
  await pipelined(
    recordEntries(client, tenantId, act, entries),
    appendRecordChanges(client, tenantId, published, cause),
  )
}
