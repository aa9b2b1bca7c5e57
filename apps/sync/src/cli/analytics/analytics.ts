import { facts, type IncomeComparison } from 'analytics'
import { type Env, exitCode, formatCount, type OutputOptions, printResult, renderTable } from 'cli-kit'
import type pg from 'pg'
import { commandAct, type ReasonOptions } from 'records'
import { analyticsFollower } from '../../analytics/analytics-follower.ts'
import { type CheckedFacts, checkFacts, type FactComparison } from '../../analytics/check-facts.ts'
import { readDatabaseOptions } from '../../config.ts'
import { type CaughtUp, catchUp } from '../../followers/catch-up.ts'
import { readFollowers } from '../../followers/read-followers.ts'
import { rebuildAll } from '../../followers/rebuild-all.ts'
import { reportBuilt } from '../report-built.ts'
import { readTenantIds } from '../select-tenants.ts'
import { withDatabase } from '../with-database.ts'

interface TenantOptions extends OutputOptions {
  readonly tenant?: string
}

interface Running {
  readonly env: Env
  readonly signal: AbortSignal
}

/** `sync analytics status`. @returns the exit code: 1 when the last step of a tenant failed */
export async function analyticsStatus(options: TenantOptions, env: Env): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options)) {
      const state = (await readFollowers(client, tenantId)).find(({ follower }) => follower === 'analytics')
      const counted = []
      for (const { name } of facts) {
        const { rows } = await client.query<{ count: string }>(
          `SELECT count(*) AS count FROM analytics.${name} WHERE tenant_id = $1`,
          [tenantId],
        )
        counted.push({
          fact: name,
          rows: Number(rows[0]?.count ?? 0),
          isComplete: state?.ready.includes(name) === true,
        })
      }
      const { behind = 0, lagMs = 0, refused = 0, error = null, rebuildTable = null } = state ?? {}
      tenants.push({ tenantId, facts: counted, rebuilding: rebuildTable, behind, lagMs, refused, error })
    }
    const ok = tenants.every(({ error }) => error === null)
    const rows = tenants.flatMap((tenant) =>
      tenant.facts.map((fact) => [
        tenant.tenantId,
        fact.fact,
        formatCount(fact.rows),
        fact.isComplete ? 'yes' : 'no',
        formatCount(tenant.behind),
        formatCount(tenant.refused),
        tenant.error ?? '',
      ]),
    )
    const text = renderTable(['tenant', 'fact', 'rows', 'complete', 'behind', 'refused', 'error'], rows, [
      'rows',
      'behind',
      'refused',
    ])
    printResult(options, { ok, tenants }, text)
    return ok ? exitCode.done : exitCode.error
  })
}

/** `sync analytics refresh`. @throws what a step throws */
export async function analyticsRefresh(options: TenantOptions, { env, signal }: Running): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push(await refreshTenant(client, tenantId, signal))
    printResult(options, { ok: true, tenants }, tenants.map(renderRefreshed).join('\n'))
    return exitCode.done
  })
}

/** `sync analytics rebuild`. @throws what a step throws; the rebuild is resumed by the next step */
export async function analyticsRebuild(
  options: TenantOptions & ReasonOptions,
  { env, signal }: Running,
): Promise<number> {
  const act = commandAct(options, new Date())
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options)) {
      await rebuildAll(client, analyticsFollower, { tenantId, act })
      tenants.push(await refreshTenant(client, tenantId, signal))
    }
    printResult(options, { ok: true, tenants }, tenants.map(renderRefreshed).join('\n'))
    return exitCode.done
  })
}

/** `sync analytics verify`. @returns the exit code: 1 when a fact differs */
export async function analyticsVerify(options: TenantOptions, env: Env): Promise<number> {
  return withDatabase(readDatabaseOptions(env), async (client) => {
    const tenants = []
    for (const tenantId of await readTenantIds(client, options))
      tenants.push({ tenantId, ...(await checkFacts(client, tenantId)) })
    const ok = tenants.every((tenant) => tenant.facts.every(isEqual))
    const text = tenants.map(renderComparison).join('\n')
    const advice = ok ? '' : '\nWrite the rows that differ: pnpm sync analytics rebuild'
    printResult(options, { ok, tenants }, `${text}${advice}`)
    return ok ? exitCode.done : exitCode.error
  })
}

interface RefreshedTenant extends CaughtUp {
  readonly tenantId: string
}

async function refreshTenant(
  client: pg.ClientBase,
  tenantId: string,
  signal: AbortSignal,
): Promise<RefreshedTenant> {
  const done = await catchUp(client, analyticsFollower, { tenantId, signal, onBuilt: reportBuilt(tenantId) })
  return { tenantId, ...done }
}

const renderRefreshed = ({ tenantId, changes, rows, written, built }: RefreshedTenant) =>
  `Tenant ${tenantId}: ${[
    `${formatCount(changes)} changes applied`,
    `${formatCount(rows)} rows compared`,
    `${formatCount(written)} rows written`,
    ...(built.length > 0 ? [`built ${built.join(', ')}`] : []),
  ].join('; ')}.`

const isEqual = ({ absent, differing, extra }: FactComparison) => absent + differing + extra === 0

function renderComparison({
  tenantId,
  facts: compared,
  income,
}: CheckedFacts & { readonly tenantId: string }): string {
  if (compared.length === 0) return `Tenant ${tenantId}: no fact was built yet, or all are being built again.`
  const counts = ['rows', 'absent', 'differing', 'extra', 'refused'] as const
  const rows = compared.map((fact) => [fact.fact, ...counts.map((name) => formatCount(fact[name]))])
  const table = renderTable(['fact', ...counts], rows, counts)
  return [`Tenant ${tenantId}`, table, ...(income ? [renderIncome(income)] : [])].join('\n')
}

/** A difference is one between two of ServiceTitan's feeds, such as of an item that the other has not sent yet. */
function renderIncome({ invoices, income, ofItems, differing, examples }: IncomeComparison): string {
  const sums = `Income of ${formatCount(invoices)} invoices: ${income}; by their exported items: ${ofItems}.`
  if (differing === 0) return `${sums} No invoice differs.`
  const shown = examples.join(', ')
  return `${sums} ${differing === 1 ? '1 invoice differs' : `${formatCount(differing)} invoices differ`}, ServiceTitan's id ${shown}: sync invoices and invoice-items again, then compare them in ServiceTitan.`
}
