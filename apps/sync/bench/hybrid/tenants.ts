import { setTimeout as sleep } from 'node:timers/promises'
import { percentile } from '../common/measure.ts'
import type { BenchDatabase } from '../common/server.ts'
import { until } from '../common/worker.ts'
import { appliedAt, type HybridAccounts, openHybridAccounts } from './account.ts'

/** Edits a minute of each tenant. */
const PER_MINUTE = 20

/** The 95th percentile of the time from an edit to its application, in milliseconds. */
export interface TenantTimes {
  readonly quiet: number
  /** Of the others, while the API of one tenant does not respond. */
  readonly beside: number
}

/** Many tenants edit, with all APIs, and while one does not respond. */
export async function measureTenants(
  database: BenchDatabase,
  {
    tenants,
    seconds,
    onProgress,
  }: { readonly tenants: number; readonly seconds: number; readonly onProgress: (line: string) => void },
): Promise<TenantTimes> {
  onProgress(`first syncs of ${tenants} tenants …`)
  await using accounts = await openHybridAccounts(database, { tenants, customersOfEach: 5 })
  const [down] = accounts.customers
  if (down === undefined) throw new Error('There are no customers.')
  onProgress(`edits, ${seconds} s …`)
  const quiet = await editAll(accounts, { tenants, seconds, what: 'quiet', without: down.tenantId })
  accounts.sandbox.addFault({ path: `/*/v2/tenant/${down.tenantId}/*`, hang: true })
  onProgress(`edits while the API of one tenant does not respond, ${seconds} s …`)
  const beside = await editAll(accounts, { tenants, seconds, what: 'beside', without: down.tenantId })
  accounts.sandbox.clearFaults()
  return { quiet, beside }
}

/** Each tenant edits in turn, all of them. @returns the 95th percentile without the tenant `without` */
async function editAll(
  { customers, edit, sandbox }: HybridAccounts,
  {
    tenants,
    seconds,
    what,
    without,
  }: { readonly tenants: number; readonly seconds: number; readonly what: string; readonly without: number },
): Promise<number> {
  const everyMs = 60_000 / (PER_MINUTE * tenants)
  const began = new Map<string, number>()
  const started = performance.now()
  for (let n = 0; n * everyMs < seconds * 1_000; n++) {
    await sleep(Math.max(0, started + n * everyMs - performance.now()))
    const customer = customers[n % customers.length] as (typeof customers)[number]
    const name = `${what} ${n}`
    const from = await edit(customer, name)
    if (customer.tenantId !== without) began.set(name, from)
  }
  await until(async () => {
    const applied = appliedAt(sandbox)
    return [...began.keys()].every((name) => applied.has(name))
  })
  const applied = appliedAt(sandbox)
  return percentile(
    [...began].map(([name, from]) => (applied.get(name) as number) - from),
    0.95,
  )
}
