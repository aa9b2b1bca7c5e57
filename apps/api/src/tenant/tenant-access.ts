import { roles } from 'db-migrations/protocol'
import type pg from 'pg'
import { isDeadlock } from './database-errors.ts'
import { inTenant, type TenantTransaction, type Work } from './in-tenant.ts'
import { readInOneTrip } from './read-in-one-trip.ts'
import { createShares, type Shares } from './shares.ts'
import type { TenantIdentity } from './tenant-identity.ts'

/** Planner settings of a transaction, and the tables that must be complete. */
export type ReadOptions = Pick<TenantTransaction, 'byIndexOrder' | 'plansOnce' | 'needs'>

/**
 * The database, one tenant at a time: each call is a transaction in which row-level security shows the rows of one
 * tenant. A tenant uses its share of the connections at most.
 * @throws {DatabaseUnavailableError} from each method when PostgreSQL cannot be reached or closes the connection
 * @throws {TenantEndedError} from `read`, `inspect` and `write` when the tenant was removed since its epoch was read
 * @throws {NotReadyError} from `read` when a table that it needs is not complete yet
 * @throws {BusyError} from each method when no connection becomes free in time
 */
export interface TenantAccess {
  /** Reads the cache, as `lazi_reader`. */
  readonly read: <T>(tenant: TenantIdentity, work: Work<T>, options?: ReadOptions) => Promise<T>
  /** As `read`, for one statement, whose only parameter is the tenant, in one round trip. */
  readonly readInOneTrip: <Row extends pg.QueryResultRow>(tenantId: string, text: string) => Promise<Row[]>
  /** Reads what belongs to no tenant, as `lazi_reader`: row-level security shows no row of any. */
  readonly readCommon: <T>(work: Work<T>) => Promise<T>
  /**
   * Looks keys up, as `lazi_api`.
   * @param isKnown whether the tenant's key was valid before. Who only names a tenant uses the share of all unknown keys. @default false
   */
  readonly readKeys: <T>(tenantId: string, work: Work<T>, isKnown?: boolean) => Promise<T>
  /** Reads what readers may not see, as `lazi_writer`: payloads in quarantine, keys, and the audit log. */
  readonly inspect: <T>(tenant: TenantIdentity, work: Work<T>, options?: ReadOptions) => Promise<T>
  /**
   * Changes what the API may change, as `lazi_writer`, in a transaction that may write. After a deadlock `work` runs once
   * more.
   */
  readonly write: <T>(tenant: TenantIdentity, work: Work<T>) => Promise<T>
}

export interface TenantAccessOptions {
  readonly pool: pg.Pool
  /** Timeout of one statement, in milliseconds. */
  readonly statementTimeoutMs: number
  /** How long a statement waits for a lock, in milliseconds. @default 2_000 */
  readonly lockTimeoutMs?: number
  /** Divides the connections among the tenants. @default each may use the whole pool */
  readonly shares?: Shares
  /** Called when a write was rolled back because of a deadlock, and is about to run again. @default nothing */
  readonly onDeadlock?: () => void
}

/** No tenant has this id: ServiceTitan's begin with 1. */
const noTenantId = '0'
const common = Symbol('common')
const unknownKeys = Symbol('unknown keys')

/** The only access to a tenant's rows. */
export function createTenantAccess({
  pool,
  shares = createShares({ total: pool.options.max }),
  onDeadlock = () => undefined,
  ...timeouts
}: TenantAccessOptions): TenantAccess {
  const readAs = roles.reader
  const keysAs = roles.api
  const writeAs = roles.writer
  return {
    read: (tenant, work, options) =>
      shares.run(tenant.tenantId, () =>
        inTenant(pool, { ...options, ...timeouts, ...identityOf(tenant), role: readAs }, work),
      ),
    readInOneTrip: (tenantId, text) =>
      shares.run(tenantId, () => readInOneTrip(pool, { ...timeouts, tenantId }, text)),
    readCommon: (work) =>
      shares.run(common, () => inTenant(pool, { ...timeouts, tenantId: noTenantId, role: readAs }, work)),
    readKeys: (tenantId, work, isKnown = false) =>
      shares.run(isKnown ? tenantId : unknownKeys, () =>
        inTenant(pool, { ...timeouts, tenantId, role: keysAs }, work),
      ),
    inspect: (tenant, work, options) =>
      shares.run(tenant.tenantId, () =>
        inTenant(pool, { ...options, ...timeouts, ...identityOf(tenant), role: writeAs }, work),
      ),
    write: (tenant, work) =>
      shares.run(tenant.tenantId, () => {
        const run = () =>
          inTenant(pool, { ...timeouts, ...identityOf(tenant), role: writeAs, readOnly: false }, work)
        return run().catch((error: unknown) => {
          if (!isDeadlock(error)) throw error
          onDeadlock()
          return run()
        })
      }),
  }
}

/** Callers pass a key, which has more than the identity of its tenant. */
const identityOf = ({ tenantId, epoch }: TenantIdentity): TenantIdentity => ({ tenantId, epoch })
