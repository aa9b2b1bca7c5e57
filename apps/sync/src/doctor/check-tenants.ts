import { addTenantCommand } from 'cli-kit/postgres'
import type pg from 'pg'
import { pauseText } from '../status/health-text.ts'
import type { TableState } from '../status/status.ts'
import type { CredentialsByTenant } from '../tenants/credentials.ts'
import { isTimeZone, listTenants, type TenantRow } from '../tenants/tenant-list.ts'
import { type Check, failed, ok, warning } from './check.ts'

/**
 * Checks which tenants are synced: those in raw.tenants, with credentials, neither paused nor with an open circuit.
 * @param credentials null: they cannot be read, which is a problem of its own
 */
export async function checkTenants(
  client: pg.ClientBase,
  credentials: CredentialsByTenant | null,
  states: readonly TableState[],
): Promise<Check[]> {
  const tenants = await listTenants(client)
  const unlisted = [...(credentials?.byTenant.keys() ?? [])].filter(
    (id) => !tenants.some(({ tenantId }) => tenantId === id),
  )
  return [
    ...tenants.map((tenant) => checkTenantRow(tenant, credentials, states)),
    ...(await checkTimeZones(client, tenants)),
    ...unlisted.map((id) =>
      failed(
        `tenant ${id}`,
        'is not synced: it has credentials, but is not in raw.tenants',
        addTenantCommand(id),
      ),
    ),
  ]
}

function checkTenantRow(
  tenant: TenantRow,
  credentials: CredentialsByTenant | null,
  states: readonly TableState[],
): Check {
  const { tenantId, name, circuitOpenUntil, circuitReason } = tenant
  const title = `tenant ${tenantId}`
  if (tenant.status === 'paused') {
    const requested = states.reduce(
      (sum, state) => sum + (state.tenantId === tenantId ? state.requested : 0),
      0,
    )
    const waiting = requested > 0 ? `; ${requested} requests wait for its end` : ''
    return warning(
      title,
      `${name} is ${pauseText(tenant, Date.now())}${waiting}`,
      `pnpm sync tenants resume ${tenantId}`,
    )
  }
  if (circuitOpenUntil)
    return failed(title, `${name}: circuit open: ${circuitReason}`, 'It closes with the next successful run')
  if (credentials && !credentials.byTenant.has(tenantId))
    return warning(
      title,
      `${name} has no credentials here`,
      'See SERVICETITAN_CREDENTIALS_DIR in .env.example',
    )
  return ok(title, name)
}

/** Time zones that were stored before their names were checked, or by other software. */
async function checkTimeZones(client: pg.ClientBase, tenants: readonly TenantRow[]): Promise<Check[]> {
  const checks: Check[] = []
  for (const { tenantId, timeZone } of tenants) {
    if (await isTimeZone(client, timeZone)) continue
    checks.push(
      warning(
        `tenant ${tenantId}, time zone`,
        `${timeZone} may mean different times to PostgreSQL and to the console`,
        `Choose an IANA name with a region: ${addTenantCommand(tenantId)} --time-zone America/Chicago`,
      ),
    )
  }
  return checks
}
