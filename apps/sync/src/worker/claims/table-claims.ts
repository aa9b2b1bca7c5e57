import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { TableKey } from '../../cache/table-key.ts'
import { inTransaction } from '../../postgres/transaction.ts'

// The claim of a table is a lease on its row of raw.sync_state, which says when the table is due:
//
//   unclaimed ─ claim ─> claimed ─ renew, every few seconds ─> claimed ─ end, with what follows from the job ─> unclaimed
//                           └──────── the worker died: the lease expires, and any worker claims it ───────────────┘
//
// PostgreSQL's clock decides what has expired. The table's lock (`cache/table-lock.ts`) stays what keeps two runs apart: a
// worker whose lease expired may still be in the middle of a page.

/** A table that one worker may sync until its lease expires. */
export interface TableClaim extends TableKey {
  readonly leaseId: string
}

/** The lease expired and another worker has claimed the table: nothing more may be written for this job. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError'
  readonly code = 'CLAIM_LOST'

  constructor({ tenantId, tableName }: TableClaim) {
    super(
      `The lease of ${tableName} of tenant ${tenantId} expired, and another worker has claimed the table.`,
    )
  }
}

/** How long a claim holds that is not renewed, in milliseconds. */
const LEASE_MS = 20_000
/** How often a claim must be renewed, in milliseconds. */
export const renewEveryMs = 5_000

// now() is the beginning of the statement: one that had to wait for a page to commit ends earlier, never later.
const end = `now() + interval '${LEASE_MS} milliseconds'`
const own = 'tenant_id = $1 AND table_name = $2 AND lease_id = $3'
const parameters = ({ tenantId, tableName, leaseId }: TableClaim) => [tenantId, tableName, leaseId]

// A row that is locked is being written by a run or claimed by another worker: either way it is not free.
const claimRow = `
UPDATE raw.sync_state AS state SET leased_until = ${end}, lease_id = $3
  FROM (SELECT tenant_id, table_name FROM raw.sync_state
         WHERE tenant_id = $1 AND table_name = $2 AND (leased_until IS NULL OR leased_until <= now())
           FOR NO KEY UPDATE SKIP LOCKED) AS free
 WHERE state.tenant_id = $1 AND state.table_name = $2
   AND free.tenant_id = state.tenant_id AND free.table_name = state.table_name`

// Queried first: an INSERT would wait for the transaction that is changing the row, such as a page.
const hasRow = 'SELECT FROM raw.sync_state WHERE tenant_id = $1 AND table_name = $2'

// The row of a table that was never synced. Readers take a row without a run for one that is missing.
const claimNewRow = `
INSERT INTO raw.sync_state (tenant_id, table_name, leased_until, lease_id) VALUES ($1, $2, ${end}, $3)
    ON CONFLICT (tenant_id, table_name) DO NOTHING`

/**
 * Claims a table.
 * @returns null when another worker has it
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
 * Extends a claim by a whole lease from now.
 * @returns false when it is lost: another worker has claimed the table since
 */
export async function renewClaim(client: pg.ClientBase | pg.Pool, claim: TableClaim): Promise<boolean> {
  const sql = `UPDATE raw.sync_state SET leased_until = ${end} WHERE ${own}`
  return (await client.query(sql, parameters(claim))).rowCount === 1
}

/**
 * Gives a claim back.
 * @returns false when it was lost
 */
export async function releaseClaim(client: pg.ClientBase | pg.Pool, claim: TableClaim): Promise<boolean> {
  const sql = `UPDATE raw.sync_state SET leased_until = NULL, lease_id = NULL WHERE ${own}`
  return (await client.query(sql, parameters(claim))).rowCount === 1
}

/**
 * Runs `work` in a transaction that holds the claim: no other worker claims the table before it has committed.
 * @throws {ClaimLostError} when the claim is lost; nothing of the transaction stays
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

/** What the transaction that ends a claim writes as well. */
export interface ClaimEnd {
  /** When the table is due again. It comes first, since it may lock the tenant's row, which is first in the lock order. */
  readonly schedule?: (client: pg.ClientBase) => Promise<void>
  /** The answer to the request. */
  readonly answer?: (client: pg.ClientBase) => Promise<void>
}

/**
 * Gives a claim back together with what the job leaves, in one transaction.
 * @throws {ClaimLostError} when the claim is lost; nothing of the transaction stays
 */
export async function endClaim(
  pool: pg.Pool,
  claim: TableClaim,
  { schedule, answer }: ClaimEnd = {},
): Promise<void> {
  await transaction(pool, async (client) => {
    await schedule?.(client)
    if (!(await releaseClaim(client, claim))) throw new ClaimLostError(claim)
    await answer?.(client)
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
