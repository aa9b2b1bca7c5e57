import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { inTenant, type TenantTransaction } from './in-tenant.ts'
import { readInOneTrip } from './read-in-one-trip.ts'

type Work<T> = (client: pg.PoolClient) => Promise<T>

/** How the planner may go about a transaction's statements. */
export type PlanOptions = Pick<TenantTransaction, 'byIndexOrder' | 'plansOnce'>

/**
 * The database, one tenant at a time: each call is a transaction in which row-level security shows the rows of one
 * tenant.
 * @throws {DatabaseAwayError} from each when PostgreSQL cannot be reached, or goes away meanwhile
 */
export interface TenantAccess {
  /** Reads the cache, as `lazi_reader`. */
  readonly read: <T>(tenantId: string, work: Work<T>, plan?: PlanOptions) => Promise<T>
  /** The rows of one statement without parameters, in one round trip; else the same. */
  readonly readInOneTrip: <Row extends pg.QueryResultRow>(tenantId: string, text: string) => Promise<Row[]>
  /** Looks keys up, as `lazi_api`. */
  readonly readKeys: <T>(tenantId: string, work: Work<T>) => Promise<T>
  /** Asks for syncs and notes the use of keys, as `lazi_api`, which may write. */
  readonly write: <T>(tenantId: string, work: Work<T>) => Promise<T>
}

export interface TenantAccessOptions {
  readonly pool: pg.Pool
  /** Longest that one statement may take, in milliseconds. */
  readonly statementTimeoutMs: number
}

/** The one way into a tenant's rows. */
export function createTenantAccess({ pool, statementTimeoutMs }: TenantAccessOptions): TenantAccess {
  return {
    read: (tenantId, work, plan) =>
      inTenant(pool, { ...plan, tenantId, statementTimeoutMs, role: roles.reader }, work),
    readInOneTrip: (tenantId, text) => readInOneTrip(pool, { tenantId, statementTimeoutMs }, text),
    readKeys: (tenantId, work) => inTenant(pool, { tenantId, statementTimeoutMs, role: roles.api }, work),
    write: (tenantId, work) =>
      inTenant(pool, { tenantId, statementTimeoutMs, role: roles.api, readOnly: false }, work),
  }
}
