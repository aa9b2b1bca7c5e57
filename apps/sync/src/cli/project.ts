import {
  type Env,
  exitCode,
  formatCount,
  type OutputOptions,
  printResult,
  renderTable,
  UsageError,
} from 'cli-kit'
import type pg from 'pg'
import { commandAct, type ReasonOptions } from 'records'
import { readDatabaseOptions } from '../config.ts'
import { type CaughtUp, catchUp } from '../followers/catch-up.ts'
import { readFollowers } from '../followers/read-followers.ts'
import { rebuildAll } from '../followers/rebuild-all.ts'
import { checkRecords, type TableComparison } from '../projector/check-records.ts'
import { recordsFollower } from '../projector/records-follower.ts'
import { reportBuilt } from './report-built.ts'
import { readTenantIds } from './select-tenants.ts'
import { withDatabase } from './with-database.ts'

export interface ProjectOptions extends OutputOptions, ReasonOptions {
  readonly tenant?: string
  readonly rebuild?: boolean
  readonly check?: boolean
}

/** What was done for a tenant. */
interface ProjectedTenant extends CaughtUp {
  readonly tenantId: string
  /** Tables that are not built yet, because a first full sync is not complete. */
  readonly unbuilt: readonly string[]
  /** Rows that PostgreSQL refused; their last good version stays. */
  readonly refused: number
  /** Null without `--check`. */
  readonly comparison: readonly TableComparison[] | null
}

/**
 * `sync project`: brings schema `lazi` up to date with the cache, once.
 * @returns the exit code: 1 when `--check` found differences
 * @throws {UnknownTenantError} when the tenant does not exist
 */
export async function project(
  options: ProjectOptions,
  { env, signal }: { env: Env; signal: AbortSignal },
): Promise<number> {
  if (options.check && options.rebuild) throw new UsageError('--check changes nothing: omit --rebuild.')
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants: ProjectedTenant[] = []
    for (const tenantId of await readTenantIds(client, options)) {
      if (options.rebuild) await rebuildAll(client, recordsFollower, { tenantId, act })
      tenants.push(await projectTenant(client, tenantId, { check: options.check === true, signal }))
    }
    const ok = tenants.every(({ comparison }) => comparison?.every(isEqual) ?? true)
    printResult(options, { ok, tenants }, renderTenants(tenants))
    return ok ? exitCode.done : exitCode.error
  })
}

const nothing: CaughtUp = { changes: 0, rows: 0, written: 0, built: [] }

async function projectTenant(
  client: pg.ClientBase,
  tenantId: string,
  { check, signal }: { readonly check: boolean; readonly signal: AbortSignal },
): Promise<ProjectedTenant> {
  const done = check
    ? nothing
    : await catchUp(client, recordsFollower, { tenantId, signal, onBuilt: reportBuilt(tenantId) })
  const comparison = check ? await checkRecords(client, tenantId) : null
  const state = (await readFollowers(client, tenantId)).find(
    ({ follower }) => follower === recordsFollower.name,
  )
  const ready = state?.ready ?? []
  const unbuilt = recordsFollower.tables.filter((table) => !ready.includes(table))
  return { tenantId, unbuilt, refused: state?.refused ?? 0, comparison, ...done }
}

const isEqual = ({ absent, differing, extra }: TableComparison) => absent + differing + extra === 0

function renderTenants(tenants: readonly ProjectedTenant[]): string {
  if (tenants.length === 0) return 'There are no tenants.'
  return tenants.map(renderTenant).join('\n')
}

function renderTenant({ tenantId, comparison, ...tenant }: ProjectedTenant): string {
  const { changes, rows, written, built, unbuilt, refused } = tenant
  const left = [
    ...(unbuilt.length > 0
      ? [`Not built yet, because a first full sync is not complete: ${unbuilt.join(', ')}.`]
      : []),
    ...(refused > 0
      ? [`Rows that PostgreSQL refused: ${formatCount(refused)}. See sync.waiting, column error.`]
      : []),
  ]
  if (comparison) return [`Tenant ${tenantId}`, renderComparison(comparison), ...left].join('\n')
  const what = [
    `${formatCount(changes)} changes applied`,
    `${formatCount(rows)} rows compared`,
    `${formatCount(written)} records written`,
    ...(built.length > 0 ? [`built ${built.join(', ')}`] : []),
  ]
  return [`Tenant ${tenantId}: ${what.join('; ')}.`, ...left].join('\n')
}

function renderComparison(comparison: readonly TableComparison[]): string {
  if (comparison.length === 0) return 'No table was built yet.'
  const counts = ['rows', 'absent', 'differing', 'extra', 'refused'] as const
  return renderTable(
    ['table', ...counts, 'fields'],
    comparison.map((compared) => [
      compared.table,
      ...counts.map((name) => formatCount(compared[name])),
      compared.fields.join(', '),
    ]),
    counts,
  )
}
