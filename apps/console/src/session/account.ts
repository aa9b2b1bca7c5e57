import type { Me } from 'api/client'

export type Scope = Me['key']['scopes'][number]

/** A tenant that this browser is signed in to. Its session is a cookie, which scripts cannot read. */
export interface Account {
  readonly tenantId: string
  readonly name: string
  /** The IANA name of the time zone in which all times of the tenant are shown. */
  readonly timeZone: string
  /** The API key that the browser signed in with. */
  readonly keyId: string
  /** The name of that key. */
  readonly keyName: string
  readonly scopes: readonly Scope[]
}

/** The account of a session, or of a sign-in code. */
export function accountOf({ tenant, key }: Me): Account {
  return {
    tenantId: tenant.id,
    name: tenant.name,
    timeZone: tenant.timeZone,
    keyId: key.id,
    keyName: key.name,
    scopes: key.scopes,
  }
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
