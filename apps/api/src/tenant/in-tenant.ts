import { type roles, tenantSetting } from 'db-migrations/protocol'
import type pg from 'pg'
import { DatabaseAwayError, isConnectionError } from './database-errors.ts'

export interface TenantTransaction {
  readonly tenantId: string
  readonly role: typeof roles.reader | typeof roles.api
  /** @default true */
  readonly readOnly?: boolean
  /** Longest that one statement may take, in milliseconds. */
  readonly statementTimeoutMs: number
  /**
   * Whether rows are to be read in the order of an index, and not sorted, wherever an index has that order. The planner
   * takes a tenant that it knows nothing of for a single row, and then any index of the tenant will do for it
   * (docs/decisions.md, 9). @default false
   */
  readonly byIndexOrder?: boolean
  /**
   * Whether a prepared statement is planned without a look at its values, and so not again for others: for one whose
   * plan can only be one. @default false
   */
  readonly plansOnce?: boolean
}

/**
 * Runs `work` in a transaction in which row-level security shows the rows of one tenant and of no other: whatever
 * `work` asks for, it cannot see across.
 * @throws {DatabaseAwayError} when PostgreSQL cannot be reached, or goes away meanwhile
 */
export async function inTenant<T>(
  pool: pg.Pool,
  transaction: TenantTransaction,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const begin = beginText(transaction)
  const client = await connect(pool)
  let isBroken = false
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    isBroken = isConnectionError(error)
    if (isBroken) throw new DatabaseAwayError(error)
    await client.query('ROLLBACK').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** A connection of the pool. @throws {DatabaseAwayError} when there is none to be had */
export function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect().catch((error: unknown) => {
    throw new DatabaseAwayError(error)
  })
}

/**
 * The statements that begin a transaction, for one round trip. SET takes no parameters, so its values are checked here.
 * @throws {TypeError} when the tenant is not digits, or the timeout not whole
 */
export function beginText({
  tenantId,
  role,
  readOnly = true,
  statementTimeoutMs,
  byIndexOrder = false,
  plansOnce = false,
}: TenantTransaction): string {
  if (!/^\d{1,19}$/.test(tenantId)) throw new TypeError('Expected `tenantId` to be digits')
  if (!Number.isInteger(statementTimeoutMs)) throw new TypeError('Expected `statementTimeoutMs` to be whole')
  const settings = [
    `ROLE ${role}`,
    `${tenantSetting} = '${tenantId}'`,
    `statement_timeout = ${statementTimeoutMs}`,
    `TimeZone = 'UTC'`,
    // Sorting then has a price that PostgreSQL before 18 takes for real: it would compile each such statement.
    ...(byIndexOrder ? ['enable_sort = off', 'jit = off'] : []),
    ...(plansOnce ? ['plan_cache_mode = force_generic_plan'] : []),
  ]
  return [`BEGIN${readOnly ? ' READ ONLY' : ''}`, ...settings.map((setting) => `SET LOCAL ${setting}`)].join(
    '; ',
  )
}
