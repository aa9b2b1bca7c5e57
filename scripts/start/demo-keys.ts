import type { Run } from './child.ts'
import type { DemoAccount, DemoUser } from './demo-accounts.ts'

/** A user with their key. */
export type UserKey = DemoUser & { readonly keyId: string; readonly key: string }

/** An account with the keys of its users. */
export interface AccountKeys {
  readonly account: DemoAccount
  readonly admin: UserKey
  readonly others: readonly UserKey[]
}

/** Creates a key for each user of a new account; persons are added first. @param api runs `api …` */
export async function createKeys(account: DemoAccount, api: Run): Promise<AccountKeys> {
  const tenant = ['--tenant', account.tenantId, '--json']
  const addPerson = async (name: string, role: string): Promise<string> =>
    JSON.parse(await api(['people', 'add', '--name', name, '--role', role, ...tenant])).personId
  const createKey = async (user: DemoUser): Promise<UserKey> => {
    const { name } = user
    const owner = 'role' in user ? ['--person', await addPerson(name, user.role)] : ['--scope', user.scope]
    const args = ['--name', name, ...owner, '--expires-in-days', '7']
    const { keyId, key } = JSON.parse(await api(['keys', 'create', ...args, ...tenant]))
    return { ...user, keyId, key }
  }
  const [admin, others] = await Promise.all([
    createKey(account.admin),
    Promise.all(account.others.map(createKey)),
  ])
  return { account, admin, others }
}
