import { noPosition } from 'db-migrations/protocol'
import type pg from 'pg'

/** The tenant whose rows a transaction may see. */
export interface TenantIdentity {
  readonly tenantId: string
  /**
   * The epoch of its change feed when the key was looked up: a tenant that was removed since, and even added again, is
   * another one, and the transaction is refused. @default not checked
   */
  readonly epoch?: string | undefined
}

/** The tenant of a key was removed since the key was looked up. */
export class TenantEndedError extends Error {
  override readonly name = 'TenantEndedError'
  readonly code = 'TENANT_ENDED'

  constructor({ tenantId }: TenantIdentity) {
    super(`Tenant ${tenantId} was removed`)
  }
}

/** The statement that reads the epoch of the transaction's tenant; no row: the tenant has no position. */
export const epochStatement = 'SELECT epoch FROM raw.change_positions WHERE tenant_id = $1'

/**
 * Checks that a tenant is still the one of the key. A tenant without a position gets one with its first change, and stays
 * the same tenant.
 * @param rows the rows of {@link epochStatement}
 * @throws {TenantEndedError}
 */
export function assertSameTenant(tenant: TenantIdentity, [row]: readonly pg.QueryResultRow[]): void {
  const isUnknown = tenant.epoch === undefined || tenant.epoch === noPosition.epoch
  if (!isUnknown && row?.epoch !== tenant.epoch) throw new TenantEndedError(tenant)
}
