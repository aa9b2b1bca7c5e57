import { type Env, exitCode, notice, type OutputOptions, printResult, renderTable, UsageError } from 'cli-kit'
import { inTransaction, readTenantId } from 'cli-kit/postgres'
import type { CamelRow } from 'db-migrations/rows'
import type pg from 'pg'
import { type Act, commandAct, type ReasonOptions, recordEntries } from 'records'
import { readDatabaseOptions } from '../config.ts'
import { catchUp } from '../followers/catch-up.ts'
import { readFollowers } from '../followers/read-followers.ts'
import { checkRecords, type TableComparison } from '../projector/check-records.ts'
import { recordsFollower } from '../projector/records-follower.ts'
import { listTenants } from '../tenants/tenant-list.ts'
import { readTenant } from '../tenants/tenants.ts'
import { withDatabase } from './with-database.ts'

export interface ProjectOptions extends OutputOptions, ReasonOptions {
  readonly tenant?: string
  readonly rebuild?: boolean
  readonly check?: boolean
}

/** What was done for a tenant. */
interface ProjectedTenant {
  readonly tenantId: string
  readonly changes: number
  /** Rows of the cache that were compared because of a rebuild. */
  readonly rows: number
  /** Records that were created or changed. */
  readonly written: number
  readonly built: readonly string[]
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
  const only = options.tenant === undefined ? null : readTenantId(options.tenant)
  if (options.check && options.rebuild) throw new UsageError('--check changes nothing: omit --rebuild.')
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants: ProjectedTenant[] = []
    for (const tenantId of await readTenantIds(client, only)) {
      if (options.rebuild) await rebuildAll(client, tenantId, act)
      tenants.push(await projectTenant(client, tenantId, { check: options.check === true, signal }))
    }
    const ok = tenants.every(({ comparison }) => comparison?.every(isEqual) ?? true)
    printResult(options, { ok, tenants }, renderTenants(tenants))
    return ok ? exitCode.done : exitCode.error
  })
}

async function readTenantIds(client: pg.ClientBase, only: string | null): Promise<string[]> {
  if (only !== null) return [(await readTenant(client, only)).tenantId]
  return (await listTenants(client)).map(({ tenantId }) => tenantId)
}

/** Rebuilds every table that was built, in place: records stay, and equal ones are not written. */
async function rebuildAll(client: pg.ClientBase, tenantId: string, act: Act): Promise<void> {
  const { name } = recordsFollower
  await inTransaction(client, async () => {
    const { rows } = await client.query<CamelRow<'sync.followers', 'pending'>>(
      `UPDATE sync.followers SET pending = ready, rebuild_table = NULL, rebuild_after = NULL, due_at = NULL
        WHERE tenant_id = $1 AND name = $2 RETURNING pending`,
      [tenantId, name],
    )
    if (!rows[0]) return
    const changes = { pending: { new: rows[0].pending } }
    await recordEntries(client, tenantId, act, [
      { action: 'rebuild', entity: 'sync.followers', entityId: name, changes },
    ])
  })
}

async function projectTenant(
  client: pg.ClientBase,
  tenantId: string,
  { check, signal }: { readonly check: boolean; readonly signal: AbortSignal },
): Promise<ProjectedTenant> {
  let [changes, rows, written] = [0, 0, 0]
  const built: string[] = []
  if (!check) {
    await catchUp(client, recordsFollower, {
      tenantId,
      signal,
      onStep(step) {
        changes += step.changes
        rows += step.rows
        written += step.written
        if (step.completed === null) return
        built.push(step.completed)
        notice(`${tenantId}: built ${step.completed}`)
      },
    })
  }
  const comparison = check ? await checkRecords(client, tenantId) : null
  const [state] = await readFollowers(client, tenantId)
  const ready = state?.ready ?? []
  const unbuilt = recordsFollower.tables.filter((table) => !ready.includes(table))
  return { tenantId, changes, rows, written, built, unbuilt, refused: state?.refused ?? 0, comparison }
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

const formatCount = (count: number) => count.toLocaleString('en-US')
