import { createContext, use, useSyncExternalStore } from 'react'
import type { Account } from './account.ts'
import { type AccountState, getAccountState, subscribeAccounts } from './account-store.ts'

/** The sessions of this browser; the component renders again when they change. */
export function useAccountState(): AccountState {
  return useSyncExternalStore(subscribeAccounts, getAccountState)
}

/** The accounts that this browser is signed in to, sorted by name. */
export function useAccounts(): readonly Account[] {
  return useAccountState().accounts
}

/** The account that a page, or a section of a page, shows. */
export const AccountContext = createContext<Account | undefined>(undefined)

/** @throws outside of an `AccountContext` */
export function useAccount(): Account {
  const account = use(AccountContext)
  if (!account) throw new Error('useAccount must be called inside an AccountContext')
  return account
}
