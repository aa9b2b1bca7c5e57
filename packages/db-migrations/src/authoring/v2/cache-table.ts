import type { MigrationBuilder } from 'node-pg-migrate'
import {
  createCacheTable as createUnsecured,
  type CacheTable as TableBeforeSecurity,
} from '../v1/cache-table.ts'
import { secureTenantTable } from './secure-table.ts'

// Unchanged since v1.
export { dropCacheTable, unsecureTable } from '../v1/cache-table.ts'
export { isOfTenant } from './secure-table.ts'

/** A cache table, always with row-level security. */
export type CacheTable = Omit<TableBeforeSecurity, 'secured'>

/** Creates `raw.<name>` with the shared columns and indexes of cache tables, and row-level security. */
export function createCacheTable(pgm: MigrationBuilder, table: CacheTable): void {
  createUnsecured(pgm, table)
  secureTable(pgm, table.name)
}

/**
 * Makes `lazi_migrator` the owner of `raw.<name>` and forces row-level security: `lazi_reader` sees the rows that match
 * {@link isOfTenant}, `lazi_sync` and `lazi_migrator` see all.
 */
export function secureTable(pgm: MigrationBuilder, name: string): void {
  secureTenantTable(pgm, { schema: 'raw', name })
}
