import { createSessions } from 'api/client'
import { type Account, accountOf } from './account.ts'
import { queryClient } from './query-client.ts'

/** The sessions of this browser, as far as they are known. */
export interface AccountState {
  /** Whether the API has listed the sessions yet. */
  readonly isKnown: boolean
  /** Why the sessions could not be listed, if so. */
  readonly error: Error | undefined
  /** The accounts that the browser is signed in to, sorted by name. */
  readonly accounts: readonly Account[]
  /** Why sessions have ended, by tenant, until the user signs in again. */
  readonly ended: ReadonlyMap<string, string>
}

export const sessions = createSessions()

let state: AccountState = { isKnown: false, error: undefined, accounts: [], ended: new Map() }
const listeners = new Set<() => void>()
const otherTabs = new BroadcastChannel('lazi.accounts')
otherTabs.addEventListener('message', () => void loadAccounts())

/** @returns the same object until it changes */
export function getAccountState(): AccountState {
  return state
}

/** Calls `listener` whenever an account is added or removed, also in another tab. @returns the function that unsubscribes */
export function subscribeAccounts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Reads from the API which accounts this browser is signed in to. */
export async function loadAccounts(): Promise<void> {
  const before = state
  try {
    const { sessions: valid, ended } = await sessions.list()
    // The list may be older than what this tab did meanwhile.
    if (state !== before) return loadAccounts()
    const accounts = valid.map((session) => known(accountOf(session)))
    const isSignedIn = (id: string) => accounts.some(({ tenantId }) => tenantId === id)
    for (const { tenantId } of state.accounts) if (!isSignedIn(tenantId)) forgetData(tenantId)
    const reasons = [...state.ended, ...ended.map(({ tenantId, reason }) => [tenantId, reason] as const)]
    publish({
      isKnown: true,
      error: undefined,
      accounts,
      ended: new Map(reasons.filter(([tenantId]) => !isSignedIn(tenantId))),
    })
  } catch (error) {
    if (!state.isKnown) publish({ ...state, error: error as Error })
  }
}

/** Adds an account that the browser has just signed in to, or replaces the tenant's existing one. */
export function addAccount(account: Account): void {
  const { tenantId } = account
  // The new key may allow less than the previous one.
  forgetData(tenantId)
  publish({
    ...state,
    accounts: [...othersThan(tenantId), account],
    ended: new Map([...state.ended].filter(([id]) => id !== tenantId)),
  })
  otherTabs.postMessage(null)
}

/**
 * Removes an account, with all data read in its session.
 * @param reason why its session has ended, for the user; undefined: the user signed out
 */
export function removeAccount(tenantId: string, reason?: string): void {
  const ended = new Map(state.ended)
  if (reason !== undefined) ended.set(tenantId, reason)
  publish({ ...state, accounts: othersThan(tenantId), ended })
  forgetData(tenantId)
  otherTabs.postMessage(null)
  // With the list, the API removes the cookie of the ended session: a reload must not report the end again.
  if (reason !== undefined) void loadAccounts()
}

/** Hides the reason for which a session has ended. */
export function dismissReason(tenantId: string): void {
  publish({ ...state, ended: new Map([...state.ended].filter(([id]) => id !== tenantId)) })
}

/** The same account as before if nothing changed, so that its pages do not start again. */
function known(account: Account): Account {
  const text = JSON.stringify(account)
  return state.accounts.find((other) => JSON.stringify(other) === text) ?? account
}

function othersThan(tenantId: string): readonly Account[] {
  return state.accounts.filter((account) => account.tenantId !== tenantId)
}

function forgetData(tenantId: string): void {
  void queryClient.cancelQueries({ queryKey: [tenantId] })
  queryClient.removeQueries({ queryKey: [tenantId] })
}

function publish(next: AccountState): void {
  state = { ...next, accounts: next.accounts.toSorted((a, b) => a.name.localeCompare(b.name)) }
  for (const listener of listeners) listener()
}
