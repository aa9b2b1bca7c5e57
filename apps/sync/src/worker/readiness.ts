import { errorText } from 'cli-kit'
import { addTenantCommand } from 'cli-kit/postgres'
import { createMigrator } from 'db-migrations'
import type pg from 'pg'
import { readExchange } from 'records/synced'
import { exchangeProblems } from '../status/exchange-problems.ts'
import { pauseText } from '../status/health-text.ts'
import { listTenants } from '../tenants/tenant-list.ts'

/** Reasons why the worker is not ready: the database cannot be reached, or migrations are pending. */
export async function findReadinessProblems(url: string): Promise<string[]> {
  try {
    await createMigrator({ connectionString: url }).assertUpToDate()
    return []
  } catch (error) {
    return [errorText(error)]
  }
}

/** The tenants with credentials that are not in raw.tenants. */
export async function missingTenants(pool: pg.Pool, tenantIds: readonly string[]): Promise<string[]> {
  const known = new Set((await listTenants(pool)).map(({ tenantId }) => tenantId))
  return tenantIds.filter((id) => !known.has(id))
}

/**
 * Which tenants this worker does not sync although it has their credentials, or whose changes it does not send, and why: one
 * line each.
 */
export async function findUnsynced(pool: pg.Pool, tenantIds: readonly string[]): Promise<string[]> {
  const tenants = new Map((await listTenants(pool)).map((tenant) => [tenant.tenantId, tenant]))
  const unsent = (await readExchange(pool, tenantIds)).flatMap((state) =>
    exchangeProblems(state, Date.now())
      .filter(() => state.domains.some(({ sending }) => sending !== 'on'))
      .map(({ detail, advice }) => `tenant ${state.tenantId}: ${detail}; ${advice}`),
  )
  const unsynced = tenantIds.flatMap((id) => {
    const tenant = tenants.get(id)
    if (!tenant)
      return [`tenant ${id} is not synced because it is not in raw.tenants; run: ${addTenantCommand(id)}`]
    if (tenant.status !== 'paused') return []
    return [
      `tenant ${id} is ${pauseText(tenant, Date.now())}; resume it with: pnpm sync tenants resume ${id}`,
    ]
  })
  return [...unsynced, ...unsent]
}
