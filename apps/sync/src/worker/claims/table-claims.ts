import { randomUUID } from 'node:crypto'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import type { TableKey } from '../../cache/table-key.ts'

// The claim of a table is a lease on its row of raw.sync_state, which says when the table is due:
//
//   unclaimed ─ claim ─> claimed ─ renew, every few seconds ─> claimed ─ end, with the result of the task ─> unclaimed
//                           └──────── the worker died: the lease expires, and any worker claims it ───────────┘
//
// PostgreSQL's clock decides whether a lease has expired. Only the table's lock (`cache/table-lock.ts`) prevents two
// concurrent runs: a worker whose lease expired may still be writing a page.

/** A table that one worker may sync until its lease expires. */
export interface TableClaim extends TableKey {
  readonly leaseId: string
}

/** The lease expired and another worker has claimed the table: this task may write nothing more. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError'
  readonly code = 'CLAIM_LOST'

  constructor({ tenantId, tableName }: TableClaim) {
    super(
      `The lease of ${tableName} of tenant ${tenantId} expired, and another worker has claimed the table.`,
    )
  }
}

/** The duration of a lease, in milliseconds. */
const LEASE_MS = 20_000
/** Interval of renewals, in milliseconds. */
export const renewEveryMs = 5_000

// now() is the start of the statement: if it waits for a page to commit, the lease ends earlier, never later.
const end = `now() + interval '${LEASE_MS} milliseconds'`
const own = 'tenant_id = $1 AND table_name = $2 AND lease_id = $3'
const parameters = ({ tenantId, tableName, leaseId }: TableClaim) => [tenantId, tableName, leaseId]

/**
 * SQL of the condition that a row has a valid lease. A lease that ends later than any that is given was written before
 * PostgreSQL's clock was set back, and does not count; twice its duration, since the row may be newer than `now()`.
 */
export const hasLease = `coalesce(leased_until > now() AND leased_until <= now() + interval '${2 * LEASE_MS} milliseconds', false)`

// A locked row is being written by a run or claimed by another worker: it is not free.
const claimRow = `
UPDATE raw.sync_state AS state SET leased_until = ${end}, lease_id = $3
  FROM (SELECT tenant_id, table_name FROM raw.sync_state
         WHERE tenant_id = $1 AND table_name = $2 AND NOT ${hasLease}
           FOR NO KEY UPDATE SKIP LOCKED) AS free
 WHERE state.tenant_id = $1 AND state.table_name = $2
   AND free.tenant_id = state.tenant_id AND free.table_name = state.table_name`

// Queried before an INSERT, which would wait for a transaction that updates the row, such as a page.
const hasRow = 'SELECT FROM raw.sync_state WHERE tenant_id = $1 AND table_name = $2'

// The row of a table that was never synced. Readers treat a row without a run like a missing one. The tenant's row is
// locked, so that no row is left behind by a removal that this worker has not noticed.
const claimNewRow = `
INSERT INTO raw.sync_state (tenant_id, table_name, leased_until, lease_id)
SELECT tenant_id, $2, ${end}, $3 FROM raw.tenants WHERE tenant_id = $1 FOR KEY SHARE
    ON CONFLICT (tenant_id, table_name) DO NOTHING`

/**
 * Claims a table.
 * @returns null when another worker has claimed it, or the tenant was removed
 */
export async function claimTable(
  client: pg.ClientBase | pg.Pool,
  { tenantId, tableName }: TableKey,
): Promise<TableClaim | null> {
  const claim = { tenantId, tableName, leaseId: randomUUID() }
  if ((await client.query(claimRow, parameters(claim))).rowCount === 1) return claim
  if ((await client.query(hasRow, [tenantId, tableName])).rowCount === 1) return null
  return (await client.query(claimNewRow, parameters(claim))).rowCount === 1 ? claim : null
}

/**
 * Renews a claim for a whole lease from now.
 * @returns false when it is lost: another worker has claimed the table since
 */
export async function renewClaim(client: pg.ClientBase | pg.Pool, claim: TableClaim): Promise<boolean> {
  const sql = `UPDATE raw.sync_state SET leased_until = ${end} WHERE ${own}`
  return (await client.query(sql, parameters(claim))).rowCount === 1
}

/**
 * Releases a claim.
 * @returns false when it was lost
 */
export async function releaseClaim(client: pg.ClientBase | pg.Pool, claim: TableClaim): Promise<boolean> {
  const sql = `UPDATE raw.sync_state SET leased_until = NULL, lease_id = NULL WHERE ${own}`
  return (await client.query(sql, parameters(claim))).rowCount === 1
}

/**
 * Runs `work` in a transaction that locks the claim: no other worker can claim the table before the commit.
 * @throws {ClaimLostError} when the claim is lost; the transaction is rolled back
 */
export async function withClaim<T>(
  pool: pg.Pool,
  claim: TableClaim,
  work: (client: pg.ClientBase) => Promise<T>,
): Promise<T> {
  return transaction(pool, async (client) => {
    const sql = `SELECT FROM raw.sync_state WHERE ${own} FOR NO KEY UPDATE`
    if ((await client.query(sql, parameters(claim))).rowCount !== 1) throw new ClaimLostError(claim)
    return work(client)
  })
}

/** What else the transaction that ends a claim writes. */
export interface ClaimEnd {
  /**
   * Writes when the table is due again. Runs first because it may lock the tenant's row, the first in the lock order.
   */
  readonly schedule?: (client: pg.ClientBase) => Promise<void>
  /** Writes the result of the request. */
  readonly writeResult?: (client: pg.ClientBase) => Promise<void>
}

/**
 * Releases a claim and writes the results of its task, in one transaction.
 * @throws {ClaimLostError} when the claim is lost; the transaction is rolled back
 */
export async function endClaim(
  pool: pg.Pool,
  claim: TableClaim,
  { schedule, writeResult }: ClaimEnd = {},
): Promise<void> {
  await transaction(pool, async (client) => {
    await schedule?.(client)
    if (!(await releaseClaim(client, claim))) throw new ClaimLostError(claim)
    await writeResult?.(client)
  })
}

async function transaction<T>(pool: pg.Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let isBroken = true
  try {
    const result = await inTransaction(client, () => work(client))
    isBroken = false
    return result
  } finally {
    client.release(isBroken)
  }
}
