import type { Exception } from './exception.ts'
import { allTenants } from './reasons.ts'

/** The SQL of the exchange with ServiceTitan. */
export const exchangeExceptions: readonly Exception[] = [
  {
    app: 'sync',
    name: 'readExchange',
    text: 'AS "openConflicts" FROM raw.tenants AS tenant WHERE $1::bigint[] IS NULL OR',
    rules: ['tenant-bound'],
    reason: allTenants,
  },
]
