import type { Run } from './child.ts'
import type { DemoAccount } from './demo-accounts.ts'
import { type AccountKeys, createKeys } from './demo-keys.ts'

/** Removes these accounts, with their keys and what people changed: a sandbox generates a new world each time. */
export async function forgetAccounts(
  { sync }: { readonly sync: Run },
  accounts: readonly DemoAccount[],
): Promise<void> {
  const { tenants } = JSON.parse(await sync(['tenants', 'list', '--json'])) as { tenants: DemoAccount[] }
  for (const { tenantId } of accounts)
    if (tenants.some((tenant) => tenant.tenantId === tenantId))
      await sync(['tenants', 'remove', tenantId, '--yes'])
}

/**
 * Adds an account with a key for each user, and syncs it for the first time. If its people work in LAZI, customers and
 * jobs are moved there; if they work in both, both sides change what can be exchanged.
 */
export async function prepareAccount(
  account: DemoAccount,
  { sync, api, onNotice }: { readonly sync: Run; readonly api: Run; onNotice: (line: string) => void },
): Promise<AccountKeys> {
  const { tenantId, name, timeZone, mode } = account
  const tenant = ['--tenant', tenantId]
  await sync(['tenants', 'add', tenantId, '--name', name, '--time-zone', timeZone])
  const fill = async () => {
    onNotice(`The first sync of ${name}:`)
    await sync(['run', ...tenant], { onLine: onNotice })
    if (mode !== 'servicetitan')
      await sync(['domains', 'set', 'customers,jobs', mode, ...tenant, '--yes'], { onLine: onNotice })
  }
  const [keys] = await Promise.all([createKeys(account, api), fill()])
  return keys
}
