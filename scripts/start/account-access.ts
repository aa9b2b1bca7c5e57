import type { Run, Service } from './child.ts'
import type { DemoAccount } from './demo-accounts.ts'
import type { AccountKeys, UserKey } from './demo-keys.ts'

/** How to use an account of a running demo. */
export interface AccountAccess extends Pick<DemoAccount, 'tenantId' | 'name' | 'mode'> {
  /** A link that signs one browser in to the console as the admin, once, within five minutes. */
  readonly consoleUrl: string
  /** The command that prints another such link. */
  readonly linkCommand: string
  /** The admin's key. */
  readonly key: string
  readonly people: readonly PersonAccess[]
  /** Of its ServiceTitan. */
  readonly sandboxUrl: string
}

/** How to use an account as one of its persons. */
interface PersonAccess {
  readonly name: string
  readonly role: string
  readonly linkCommand: string
  readonly key: string
}

/** Creates a link for the admin of an account. @returns it, with the keys of all persons and the commands for theirs */
export async function accessTo(
  { account, admin, others }: AccountKeys,
  { url, sandbox, api }: { readonly url: string; readonly sandbox: Service; readonly api: Run },
): Promise<AccountAccess> {
  const { tenantId, name, mode } = account
  const link = ({ keyId }: UserKey) => ['keys', 'link', keyId, '--tenant', tenantId, '--url', url]
  const linkCommand = (user: UserKey) => `npx -y pnpm@12 api ${link(user).join(' ')}`
  const people = [admin, ...others].flatMap((user) =>
    'role' in user
      ? [{ name: user.name, role: user.role, linkCommand: linkCommand(user), key: user.key }]
      : [],
  )
  return {
    tenantId,
    name,
    mode,
    consoleUrl: (await api(link(admin))).trim(),
    linkCommand: linkCommand(admin),
    key: admin.key,
    people,
    sandboxUrl: String(sandbox.ready.url),
  }
}
