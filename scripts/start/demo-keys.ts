import { account, keyNames } from './demo-account.ts'

export interface DemoKeys {
  /** Allows everything; for users of the demo. */
  readonly admin: string
  readonly adminId: string
  /** For the process that requests syncs. */
  readonly sync: string
}

/**
 * Creates keys for the demo account, and revokes those of earlier demos.
 * @param api runs `api …` and returns its stdout
 */
export async function createKeys(api: (...args: string[]) => Promise<string>): Promise<DemoKeys> {
  const tenant = ['--tenant', account.tenantId, '--json']
  const { keys } = JSON.parse(await api('keys', 'list', ...tenant)) as { keys: ListedKey[] }
  const names: readonly string[] = Object.values(keyNames)
  const old = keys.filter(({ name, status }) => names.includes(name) && status === 'valid')
  const create = async (scope: keyof typeof keyNames): Promise<{ key: string; keyId: string }> => {
    const args = ['--name', keyNames[scope], '--scope', scope, '--expires-in-days', '7']
    return JSON.parse(await api('keys', 'create', ...args, ...tenant))
  }
  const [admin, sync] = await Promise.all([create('admin'), create('sync')])
  if (old.length > 0) await api('keys', 'revoke', ...old.map(({ keyId }) => keyId), ...tenant)
  return { admin: admin.key, adminId: admin.keyId, sync: sync.key }
}

/**
 * Adds a person to the demo account, unless there is one.
 * @param api as for `createKeys`
 */
export async function addPerson(api: (...args: string[]) => Promise<string>): Promise<void> {
  const tenant = ['--tenant', account.tenantId, '--json']
  const { people } = JSON.parse(await api('people', 'list', ...tenant)) as { people: ListedPerson[] }
  if (people.every(({ deactivatedAt }) => deactivatedAt !== null))
    await api('people', 'add', '--name', 'Ada Park', '--role', 'dispatcher', ...tenant)
}

/** The arguments of `api` that create a link which signs one browser in to the demo's console. */
export function linkArguments({ adminId }: Pick<DemoKeys, 'adminId'>, url: string): string[] {
  return ['keys', 'link', adminId, '--tenant', account.tenantId, '--url', url]
}

interface ListedPerson {
  readonly deactivatedAt: string | null
}

interface ListedKey {
  readonly keyId: string
  readonly name: string
  readonly status: string
}
