import type pg from 'pg'
import { inTenant, readerRole } from '../src/tenant/in-tenant.ts'

/** Runs `work` as a request of the tenant would: in its transaction, under row-level security. */
export function asReader<T>(
  pool: pg.Pool,
  tenantId: string,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  return inTenant(pool, { tenantId, role: readerRole, statementTimeoutMs: 60_000 }, work)
}
