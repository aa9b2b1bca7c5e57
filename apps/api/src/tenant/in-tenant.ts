import { localSettings, prepares } from 'cli-kit/postgres'
import { type roles, tenantSetting } from 'db-migrations/protocol'
import type pg from 'pg'
import { DatabaseUnavailableError, isConnectionError } from './database-errors.ts'

export interface TenantTransaction {
  readonly tenantId: string
  readonly role: typeof roles.reader | typeof roles.api
  /** @default true */
  readonly readOnly?: boolean
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
  /**
   * Whether rows are read in the order of an index, and not sorted, wherever an index has that order. For a tenant that
   * is missing from the statistics the planner expects a single row, so it may choose any index that leads with the
   * tenant (docs/decisions.md, 9). @default false
   */
  readonly byIndexOrder?: boolean
  /**
   * Whether prepared statements use a generic plan from the first execution on: for statements for which only one plan
   * is good. @default false
   */
  readonly plansOnce?: boolean
}

/**
 * Runs `work` in a transaction in which row-level security shows the rows of one tenant only, whatever `work` queries.
 * @throws {DatabaseUnavailableError} when PostgreSQL cannot be reached or closes the connection
 */
export async function inTenant<T>(
  pool: pg.Pool,
  transaction: TenantTransaction,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool)
  let isBroken = false
  try {
    await client.query(beginText(transaction, { isPooled: !prepares(client) }))
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    isBroken = isConnectionError(error)
    if (isBroken) throw new DatabaseUnavailableError(error)
    await client.query('ROLLBACK').catch(() => {
      isBroken = true
    })
    throw error
  } finally {
    client.release(isBroken)
  }
}

/** A connection of the pool. @throws {DatabaseUnavailableError} when PostgreSQL grants none */
export function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  return pool.connect().catch((error: unknown) => {
    throw new DatabaseUnavailableError(error)
  })
}

/**
 * The statements that begin a transaction, in one round trip. SET accepts no parameters, so its values are checked
 * here.
 * @param options.isPooled whether the session belongs to a pooler, so that its settings are not pinned
 * @throws {TypeError} when the tenant is not digits, or the timeout is not an integer
 */
export function beginText(
  {
    tenantId,
    role,
    readOnly = true,
    statementTimeoutMs,
    byIndexOrder = false,
    plansOnce = false,
  }: TenantTransaction,
  { isPooled = false }: { readonly isPooled?: boolean } = {},
): string {
  if (!/^\d{1,19}$/.test(tenantId)) throw new TypeError('Expected `tenantId` to be digits')
  if (!Number.isInteger(statementTimeoutMs))
    throw new TypeError('Expected `statementTimeoutMs` to be an integer')
  const settings = [
    `ROLE ${role}`,
    `${tenantSetting} = '${tenantId}'`,
    `statement_timeout = ${statementTimeoutMs}`,
    `TimeZone = 'UTC'`,
    // With `enable_sort` off, the cost of a sort is so high that PostgreSQL before 18 would JIT-compile the statement.
    ...(byIndexOrder ? ['enable_sort = off', 'jit = off'] : []),
    ...(plansOnce ? ['plan_cache_mode = force_generic_plan'] : []),
  ]
  return [
    `BEGIN${readOnly ? ' READ ONLY' : ''}`,
    ...(isPooled ? localSettings : []),
    ...settings.map((setting) => `SET LOCAL ${setting}`),
  ].join('; ')
}
