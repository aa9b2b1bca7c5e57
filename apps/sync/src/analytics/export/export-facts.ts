import { mkdir, realpath } from 'node:fs/promises'
import { inTransaction } from 'cli-kit/postgres'
import type pg from 'pg'
import { describeHolder, takeLock } from '../../postgres/advisory-lock.ts'
import { ExportBusyError, IncompleteFactsError } from './errors.ts'
import { type ExportFolder, openExportFolder } from './export-folder.ts'
import { type ExportedTableCounts, exportTable } from './export-table.ts'
import type { ExportedTable } from './exported-table.ts'
import type { ExportedFile, ExportedTenant, Manifest } from './manifest.ts'
import { divideFormer, type ExportSelection, type FormerFiles, selectTables } from './selection.ts'
import { readTenantState, type TenantState } from './tenant-state.ts'

/** What was exported of a tenant. */
export interface TenantExport {
  readonly tenant: ExportedTenant
  readonly counts: readonly ExportedTableCounts[]
  /** Tables that are not complete, and were left out. */
  readonly incomplete: readonly string[]
}

/** A finished export. */
export interface FactsExport {
  readonly manifest: Manifest
  readonly tenants: readonly TenantExport[]
}

interface ExportOptions {
  readonly selection: ExportSelection
  readonly now: Date
  readonly signal: AbortSignal
  /** Called with the number of rows of a table that were read so far. */
  readonly onRows: (tenantId: string, table: string, rows: number) => void
  /** Called after each table. */
  readonly onTable: (tenantId: string, counts: ExportedTableCounts) => void
}

/** PostgreSQL notices within this time that an exporting process was killed, in milliseconds. */
const LOCK_WAIT_MS = 5_000

/**
 * Writes facts and dimensions of tenants as Parquet files, from one snapshot. Until all are written, the folder's former
 * export is the current one.
 * @param folder is created if it does not exist
 * @throws {IncompleteFactsError} unless `isPartial`
 * @throws {ExportBusyError}
 */
export async function exportFacts(
  client: pg.ClientBase,
  folder: string,
  options: ExportOptions,
): Promise<FactsExport> {
  await mkdir(folder, { recursive: true })
  const path = await realpath(folder)
  const lock = { key: `hashtextextended('lazi.export:' || $1, 0)`, values: [path] }
  const release = await takeLock(client, lock, { waitMs: LOCK_WAIT_MS, signal: options.signal })
  if (release === null) throw new ExportBusyError(folder, await describeHolder(client, lock))
  try {
    return await inTransaction(client, () => exportSnapshot(client, path, options), {
      transaction_isolation: 'repeatable read',
      transaction_read_only: 'on',
    })
  } finally {
    // If the connection is lost, PostgreSQL releases it.
    await release().catch(() => undefined)
  }
}

interface TenantPlan {
  readonly tenantId: string
  readonly state: TenantState
  readonly tables: readonly ExportedTable[]
  readonly incomplete: readonly string[]
}

async function exportSnapshot(
  client: pg.ClientBase,
  path: string,
  options: ExportOptions,
): Promise<FactsExport> {
  const { selection, now } = options
  const plans = await planTenants(client, selection)
  const refused = plans.filter(({ incomplete }) => incomplete.length > 0)
  if (refused.length > 0 && !selection.isPartial) throw new IncompleteFactsError(refused)

  const folder = await openExportFolder(path)
  const scope = new Map(plans.map(({ tenantId, tables }) => [tenantId, tables]))
  const former = divideFormer(folder.former?.files ?? [], scope, selection)
  for (const file of former.carried) await carryOver(folder, file)
  const files = [...former.carried]
  const tenants: TenantExport[] = []
  for (const plan of plans) {
    const exported = await exportTenant(client, folder, { ...options, plan, former })
    files.push(...exported.files)
    tenants.push({ tenant: describe(plan), counts: exported.counts, incomplete: plan.incomplete })
  }
  const isCarried = ({ tenantId }: ExportedTenant) =>
    !scope.has(tenantId) && former.carried.some((file) => file.tenantId === tenantId)
  const manifest = await folder.commit({
    exportedAt: now.toISOString(),
    tenants: [...(folder.former?.tenants ?? []).filter(isCarried), ...tenants.map(({ tenant }) => tenant)],
    files,
  })
  return { manifest, tenants }
}

async function planTenants(client: pg.ClientBase, selection: ExportSelection): Promise<TenantPlan[]> {
  const selected = selectTables(selection)
  const plans: TenantPlan[] = []
  for (const tenantId of selection.tenantIds) {
    const state = await readTenantState(client, tenantId)
    const tables = selected.filter(state.isComplete)
    const incomplete = selected.filter((table) => !tables.includes(table)).map(({ name }) => name)
    plans.push({ tenantId, state, tables, incomplete })
  }
  return plans
}

async function exportTenant(
  client: pg.ClientBase,
  folder: ExportFolder,
  options: ExportOptions & { readonly plan: TenantPlan; readonly former: FormerFiles },
): Promise<{ readonly files: readonly ExportedFile[]; readonly counts: readonly ExportedTableCounts[] }> {
  const { plan, former, selection, signal, onRows, onTable } = options
  const { tenantId, state, tables } = plan
  const files: ExportedFile[] = []
  const counts: ExportedTableCounts[] = []
  for (const table of tables) {
    const isOfTable = (file: ExportedFile) => file.tenantId === tenantId && file.table === table.name
    const exported = await exportTable(client, folder, {
      table,
      tenantId,
      position: state.positionOf(table),
      from: selection.from,
      to: selection.to,
      replaced: former.replaced.filter(isOfTable),
      hasOthers: former.carried.some(isOfTable),
      signal,
      onRows: (rows) => onRows(tenantId, table.name, rows),
    })
    files.push(...exported.files)
    counts.push(exported.counts)
    onTable(tenantId, exported.counts)
  }
  return { files, counts }
}

const describe = ({ tenantId, state, tables }: TenantPlan): ExportedTenant => ({
  tenantId,
  position: state.positionOf({ follower: 'analytics' }),
  timeZone: state.timeZone,
  tables: tables.map(({ name }) => name),
  rebuilding: state.rebuilding,
})

/** @throws when the file was deleted or changed: without it the export would miss rows */
async function carryOver(folder: ExportFolder, file: ExportedFile): Promise<void> {
  if (await folder.keep(file)) return
  throw new Error(
    `${file.path} of the former export is not as it was written. Export its table again, without --from and --to.`,
  )
}
