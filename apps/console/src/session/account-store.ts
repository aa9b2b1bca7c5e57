import type { Account } from './account.ts'

const storageKey = 'lazi.accounts'
const listeners = new Set<() => void>()
let accounts = readAll()

/** The accounts of this browser, sorted by name. @returns the same array until an account changes */
export function getAccounts(): readonly Account[] {
  return accounts
}

/** Calls `listener` whenever an account is added or removed, also in another tab. @returns the function that unsubscribes */
export function subscribeAccounts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Adds an account, or replaces the tenant's existing one. */
export function saveAccount(account: Account): void {
  write([...accounts.filter(({ tenantId }) => tenantId !== account.tenantId), account])
}

/** Removes a tenant's account and key from this browser. */
export function removeAccount(tenantId: string): void {
  write(accounts.filter((account) => account.tenantId !== tenantId))
}

// Another tab signed in to or out of a remembered account.
addEventListener('storage', ({ key }) => {
  if (key === storageKey) publish(readAll())
})

function write(all: readonly Account[]): void {
  for (const [storage, isRemembered] of storages()) {
    const stored = all.filter((account) => account.isRemembered === isRemembered)
    if (stored.length === 0) storage.removeItem(storageKey)
    else storage.setItem(storageKey, JSON.stringify(stored))
  }
  publish(all)
}

function publish(all: readonly Account[]): void {
  accounts = all.toSorted((a, b) => a.name.localeCompare(b.name))
  for (const listener of listeners) listener()
}

function readAll(): readonly Account[] {
  const found = storages().flatMap(([storage]) => read(storage))
  return found
    .filter(({ tenantId }, index) => found.findIndex((other) => other.tenantId === tenantId) === index)
    .toSorted((a, b) => a.name.localeCompare(b.name))
}

function read(storage: Storage): Account[] {
  try {
    return JSON.parse(storage.getItem(storageKey) ?? '[]') as Account[]
  } catch {
    return []
  }
}

function storages(): [Storage, boolean][] {
  return [
    [sessionStorage, false],
    [localStorage, true],
  ]
}
