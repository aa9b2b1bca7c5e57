import type { Account } from './account.ts'

const storageKey = 'lazi.accounts'
const listeners = new Set<() => void>()
let accounts = readAll()

/** The accounts of this browser, by name. The same array until they change. */
export function getAccounts(): readonly Account[] {
  return accounts
}

/** Calls `listener` whenever an account is added or removed, in another tab too. @returns how to stop */
export function subscribeAccounts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Adds an account, or replaces the tenant's older one. */
export function saveAccount(account: Account): void {
  write([...accounts.filter(({ tenantId }) => tenantId !== account.tenantId), account])
}

/** Removes a tenant's account and key from this browser. */
export function removeAccount(tenantId: string): void {
  write(accounts.filter((account) => account.tenantId !== tenantId))
}

// Another tab signed in or out of an account that is remembered.
addEventListener('storage', ({ key }) => {
  if (key === storageKey) publish(readAll())
})

function write(all: readonly Account[]): void {
  for (const [storage, isRemembered] of storages()) {
    const kept = all.filter((account) => account.isRemembered === isRemembered)
    if (kept.length === 0) storage.removeItem(storageKey)
    else storage.setItem(storageKey, JSON.stringify(kept))
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
    .filter(({ tenantId }, at) => found.findIndex((other) => other.tenantId === tenantId) === at)
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
