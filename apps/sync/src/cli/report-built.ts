import { notice } from 'cli-kit'

/** Reports progress on a tenant: a table that was built. */
export const reportBuilt = (tenantId: string) => (table: string) => notice(`${tenantId}: built ${table}`)
