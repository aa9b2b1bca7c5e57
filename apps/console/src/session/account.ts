import type { Me } from 'api/client'

export type Scope = Me['key']['scopes'][number]

/** A tenant that the person at this browser may see, and the API key that opens it. */
export interface Account {
  readonly tenantId: string
  readonly key: string
  readonly name: string
  /** IANA name; all times of the tenant are shown in it. */
  readonly timeZone: string
  readonly scopes: readonly Scope[]
  /** Whether the key outlives the tab. */
  readonly isRemembered: boolean
}

/** The tenant of an API key, `lazi_<tenant>_<key>_<secret>`; undefined when it is no key. */
export function tenantOfKey(key: string): string | undefined {
  return /^lazi_(\d+)_[^_\s]+_\S+$/.exec(key)?.[1]
}

/** Scopes include one another: `admin` may all, `sync` may read. */
export function allows({ scopes }: Account, scope: Scope): boolean {
  if (scopes.includes('admin')) return true
  return scope === 'read' ? scopes.length > 0 : scopes.includes(scope)
}
