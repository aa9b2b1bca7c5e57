import type { CacheTable } from './cache-table.ts'

/** One table of one tenant. */
export interface TableKey {
  readonly tenantId: string
  readonly tableName: string
}

/** The key of the table that a run, a page or a record is written to. */
export const tableKeyOf = (target: { readonly tenantId: string; readonly table: CacheTable }): TableKey => ({
  tenantId: target.tenantId,
  tableName: target.table.name,
})
