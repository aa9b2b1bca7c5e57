import { commit, localSettings, pipelined, prepares } from 'cli-kit/postgres'
import { type roles, tenantSetting } from 'db-migrations/protocol'
import type pg from 'pg'
import type { BeforeCommit } from 'records/writes'
import { DatabaseUnavailableError, isConnectionError } from './database-errors.ts'
import { preparedTexts } from './prepared-texts.ts'
import { assertReady, readyStatement } from './ready-tables.ts'
import { assertSameTenant, epochStatement, type TenantIdentity } from './tenant-identity.ts'

export interface TenantTransaction extends TenantIdentity {
  readonly role: typeof roles.reader | typeof roles.api | typeof roles.writer
  /** @default true */
  readonly readOnly?: boolean
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock, in milliseconds; 0: as long as it takes. @default 2_000 */
  readonly lockTimeoutMs?: number
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
  /** The tables of LAZI's records that must be complete. @default none */
  readonly needs?: readonly string[] | undefined
}

/** What runs in a transaction. @param beforeCommit takes what sends the last statements of a write, to run with COMMIT */
export type Work<T> = (client: pg.PoolClient, beforeCommit: BeforeCommit) => Promise<T>

/**
 * Runs `work` in a transaction in which row-level security shows the rows of one tenant only, whatever `work` queries. What
 * only reads is sent together with BEGIN: it runs to its end also when BEGIN or a check fails, and then its result is not
 * returned. So the work of a read has no effects of its own, such as storing what it read.
 * @throws {DatabaseUnavailableError} when PostgreSQL cannot be reached or closes the connection
 * @throws {TenantEndedError} when the tenant was removed since its epoch was read
 * @throws {NotReadyError} when a table that it needs is not complete yet
 */
export async function inTenant<T>(pool: pg.Pool, transaction: TenantTransaction, work: Work<T>): Promise<T> {
  const client = await connect(pool)
  const last: (() => Promise<unknown>)[] = []
  // A connection whose transaction could not begin is closed, and with it the settings and prepared statements.
  let isBroken = true
  try {
    const begun = begin(client, transaction).then((checked) => {
      isBroken = false
      assertChecks(transaction, checked)
    })
    const { readOnly = true } = transaction
    if (!readOnly) await begun
    const [, result] = await pipelined(begun, (async () => work(client, (send) => last.push(send)))())
    await assertStillSameTenant(client, transaction)
    await pipelined(...last.map((send) => send()), commit(client))
    return result
  } catch (error) {
    if (isConnectionError(error)) {
      isBroken = true
      throw new DatabaseUnavailableError(error)
    }
    if (!isBroken) {
      await client.query('ROLLBACK').catch(() => {
        isBroken = true
      })
    }
    throw error
  } finally {
    client.release(isBroken)
  }
}

/**
 * Begins the transaction and reads the tenant's epoch and what is ready, in one round trip.
 * @returns the results of these checks, the last ones of the message
 */
async function begin(
  client: pg.PoolClient,
  transaction: TenantTransaction,
): Promise<readonly pg.QueryResult[]> {
  const { tenantId, epoch, needs = [] } = transaction
  const checks = [
    ...(epoch === undefined ? [] : [epochStatement]),
    ...(needs.length > 0 ? [readyStatement] : []),
  ]
  const texts = checks.map((check) => preparedTexts(client, tenantId, check))
  const text = beginText(transaction, { isPooled: !prepares(client) })
  const begun = await client.query(
    `${text}; ${texts.map(({ prepare }) => prepare).join('')}${texts.map(({ execute }) => execute).join('; ')}`,
  )
  return (begun as unknown as pg.QueryResult[]).slice(-checks.length)
}

function assertChecks(transaction: TenantTransaction, checked: readonly pg.QueryResult[]): void {
  const { epoch, needs = [] } = transaction
  if (epoch !== undefined) assertSameTenant(transaction, checked[0]?.rows ?? [])
  if (needs.length > 0) assertReady(needs, checked.at(-1)?.rows ?? [])
}

/** A write may have waited for a removal of the tenant, which must not leave rows behind. */
async function assertStillSameTenant(client: pg.PoolClient, transaction: TenantTransaction): Promise<void> {
  const { tenantId, epoch, readOnly = true } = transaction
  if (readOnly || epoch === undefined) return
  const { rows } = await client.query(preparedTexts(client, tenantId, epochStatement).execute)
  assertSameTenant(transaction, rows)
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
 * @throws {TypeError} when the tenant is not digits, or a timeout is not an integer
 */
export function beginText(
  {
    tenantId,
    role,
    readOnly = true,
    statementTimeoutMs,
    lockTimeoutMs = 2_000,
    byIndexOrder = false,
    plansOnce = false,
  }: TenantTransaction,
  { isPooled = false }: { readonly isPooled?: boolean } = {},
): string {
  if (!/^\d{1,19}$/.test(tenantId)) throw new TypeError('Expected `tenantId` to be digits')
  for (const [name, ms] of Object.entries({ statementTimeoutMs, lockTimeoutMs }))
    if (!Number.isInteger(ms)) throw new TypeError(`Expected \`${name}\` to be an integer`)
  const settings = [
    `ROLE ${role}`,
    `${tenantSetting} = '${tenantId}'`,
    `statement_timeout = ${statementTimeoutMs}`,
    // A request that waits for a locked table holds one of the connections that all tenants share.
    `lock_timeout = ${lockTimeoutMs}`,
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
