import type { Me } from 'api/client'

export type Scope = Me['key']['scopes'][number]

/** A tenant that the user of this browser can read, and the API key for it. */
export interface Account {
  readonly tenantId: string
  readonly key: string
  readonly name: string
  /** The IANA name of the time zone in which all times of the tenant are shown. */
  readonly timeZone: string
  readonly scopes: readonly Scope[]
  /** Whether the key stays stored when the tab is closed. */
  readonly isRemembered: boolean
}

/** The tenant of an API key, `lazi_<tenant>_<key>_<secret>`; undefined if the text is not a key. */
export function tenantOfKey(key: string): string | undefined {
  return /^lazi_(\d+)_[^_\s]+_\S+$/.exec(key)?.[1]
}

/** Whether an account's key has a scope: `admin` includes every scope, and every scope includes `read`. */
export function allows({ scopes }: Account, scope: Scope): boolean {
  if (scopes.includes('admin')) return true
  return scope === 'read' ? scopes.length > 0 : scopes.includes(scope)
}
