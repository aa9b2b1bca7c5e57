import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { inTenant, type TenantTransaction } from './in-tenant.ts'
import { readInOneTrip } from './read-in-one-trip.ts'

type Work<T> = (client: pg.PoolClient) => Promise<T>

/** Planner settings of a transaction. */
export type PlanOptions = Pick<TenantTransaction, 'byIndexOrder' | 'plansOnce'>

/**
 * The database, one tenant at a time: each call is a transaction in which row-level security shows the rows of one
 * tenant.
 * @throws {DatabaseUnavailableError} from each method when PostgreSQL cannot be reached or closes the connection
 */
export interface TenantAccess {
  /** Reads the cache, as `lazi_reader`. */
  readonly read: <T>(tenantId: string, work: Work<T>, plan?: PlanOptions) => Promise<T>
  /** As `read`, for one statement without parameters in one round trip. */
  readonly readInOneTrip: <Row extends pg.QueryResultRow>(tenantId: string, text: string) => Promise<Row[]>
  /** Looks keys up, as `lazi_api`. */
  readonly readKeys: <T>(tenantId: string, work: Work<T>) => Promise<T>
  /** Requests syncs and records the use of keys, as `lazi_api`, in a transaction that may write. */
  readonly write: <T>(tenantId: string, work: Work<T>) => Promise<T>
}

export interface TenantAccessOptions {
  readonly pool: pg.Pool
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
}

/** The only access to a tenant's rows. */
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
