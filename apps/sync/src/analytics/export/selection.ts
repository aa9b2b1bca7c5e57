import { type ExportedTable, exportedTables } from './exported-table.ts'
import type { ExportedFile } from './manifest.ts'

/** What is exported; the rest stays as it was exported before. */
export interface ExportSelection {
  readonly tenantIds: readonly string[]
  /** Whether these are all tenants: files of others are those of removed ones. */
  readonly isAllTenants: boolean
  /** Names of facts; null: all. */
  readonly facts: readonly string[] | null
  /** The first day, and the day after the last one; null: no limit. */
  readonly from: string | null
  readonly to: string | null
  /** Whether tables that are not complete are left out. */
  readonly isPartial: boolean
}

/** The tables that are selected: facts by their names, and always what names their ids. */
export const selectTables = ({ facts }: Pick<ExportSelection, 'facts'>): ExportedTable[] =>
  exportedTables.filter(({ kind, name }) => kind === 'dimension' || facts === null || facts.includes(name))

/** The files of the former export: those that a new one replaces, and those that it takes over. */
export interface FormerFiles {
  readonly replaced: readonly ExportedFile[]
  readonly carried: readonly ExportedFile[]
}

/**
 * Divides the files of the former export. Those of removed tenants, and of tables that are no longer exported, are in
 * neither part.
 * @param scope the tables of each tenant that are exported now
 */
export function divideFormer(
  files: readonly ExportedFile[],
  scope: ReadonlyMap<string, readonly ExportedTable[]>,
  { isAllTenants, from, to }: Pick<ExportSelection, 'isAllTenants' | 'from' | 'to'>,
): FormerFiles {
  const isInPeriod = (day: string | null) =>
    (from === null && to === null) ||
    (day !== null && (from === null || day >= from) && (to === null || day < to))
  const known = files.filter(
    ({ table, tenantId }) =>
      exportedTables.some(({ name }) => name === table) && (scope.has(tenantId) || !isAllTenants),
  )
  const isReplaced = ({ table, tenantId, day }: ExportedFile) => {
    const exported = scope.get(tenantId)?.find(({ name }) => name === table)
    return exported !== undefined && (exported.kind === 'dimension' || isInPeriod(day))
  }
  return {
    replaced: known.filter(isReplaced),
    carried: known.filter((file) => !isReplaced(file)),
  }
}
