import { facts } from 'analytics'
import {
  counted,
  type Env,
  exitCode,
  formatCount,
  notice,
  type OutputOptions,
  printResult,
  renderTable,
  UsageError,
} from 'cli-kit'
import { exportFacts, type FactsExport, type TenantExport } from '../../analytics/export/export-facts.ts'
import { readDatabaseOptions } from '../../config.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'

export interface ExportOptions extends OutputOptions {
  readonly parquet: string
  readonly tenant?: string
  readonly fact?: readonly string[]
  readonly from?: string
  readonly to?: string
  readonly partial?: boolean
}

/** After so many rows of a table, its progress is reported. */
const REPORT_ROWS = 100_000

/**
 * `sync analytics export --parquet <folder>`.
 * @throws {UsageError} for a fact or a day that does not exist
 * @throws as `exportFacts` does
 */
export async function analyticsExport(
  options: ExportOptions,
  { env, signal, now }: { readonly env: Env; readonly signal: AbortSignal; readonly now: Date },
): Promise<number> {
  const { parquet: folder, tenant, partial } = options
  const from = readDay('--from', options.from)
  const to = readDay('--to', options.to)
  if (from !== null && to !== null && from >= to)
    throw new UsageError(`--from ${from} is not before --to ${to}, which is the day after the last one.`)
  const names = readFacts(options.fact)
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const exported = await exportFacts(client, folder, {
      selection: {
        tenantIds: await readTenantIds(client, options),
        isAllTenants: tenant === undefined,
        facts: names,
        from,
        to,
        isPartial: partial === true,
      },
      now,
      signal,
      onRows: reportRows(),
      onTable: (tenantId, { table, rows, written, kept }) =>
        notice(
          `${tenantId}: exported ${table}, ${counted(rows, 'row')} in ${counted(written + kept, 'file')}`,
        ),
    })
    printResult(options, resultOf(folder, exported), render(folder, exported))
    return exitCode.done
  })
}

/** Reports progress on tables with many rows. */
function reportRows(): (tenantId: string, table: string, rows: number) => void {
  let reported = 0
  return (tenantId, table, rows) => {
    if (rows < reported) reported = 0
    if (rows - reported < REPORT_ROWS) return
    reported = rows
    notice(`${tenantId}: ${table}, ${formatCount(rows)} rows`)
  }
}

/** @throws {UsageError} when one does not exist */
function readFacts(names: readonly string[] | undefined): readonly string[] | null {
  if (names === undefined) return null
  const unknown = names.find((name) => !facts.some((fact) => fact.name === name))
  if (unknown !== undefined)
    throw new UsageError(
      `There is no fact ${unknown}. The facts are ${facts.map(({ name }) => name).join(', ')}.`,
    )
  return names
}

/** A day such as `2026-11-01`; null: none is given. @throws {UsageError} when it does not exist */
function readDay(option: string, text: string | undefined): string | null {
  if (text === undefined) return null
  const day = new Date(`${text}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new UsageError(`${option} ${text} is no day: write it as 2026-11-01.`)
  return text
}

function resultOf(folder: string, { manifest, tenants }: FactsExport) {
  return {
    ok: true,
    folder,
    directory: manifest.directory,
    exportedAt: manifest.exportedAt,
    tenants: tenants.map(({ tenant, counts, incomplete }) => ({
      tenantId: tenant.tenantId,
      position: tenant.position,
      rebuilding: tenant.rebuilding,
      tables: counts,
      incomplete,
    })),
  }
}

function render(folder: string, { manifest, tenants }: FactsExport): string {
  const counts = ['rows', 'rounded', 'written', 'kept', 'removed'] as const
  const rows = tenants.flatMap(({ tenant, counts: tables }) =>
    tables.map((table) => [tenant.tenantId, table.table, ...counts.map((name) => formatCount(table[name]))]),
  )
  return [
    ...tenants.flatMap(renderIncomplete),
    renderTable(['tenant', 'table', ...counts], rows, counts),
    `Exported into ${manifest.directory} of ${folder}, which its manifest.json names.`,
  ].join('\n')
}

const renderIncomplete = ({ tenant, incomplete }: TenantExport): string[] =>
  incomplete.length === 0
    ? []
    : [`Tenant ${tenant.tenantId}: not complete, and left out: ${incomplete.join(', ')}.`]
