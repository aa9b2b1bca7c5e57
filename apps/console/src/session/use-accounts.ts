import { createContext, use, useSyncExternalStore } from 'react'
import type { Account } from './account.ts'
import { getAccounts, subscribeAccounts } from './account-store.ts'

/** The accounts of this browser, sorted by name; the component renders again when they change. */
export function useAccounts(): readonly Account[] {
  return useSyncExternalStore(subscribeAccounts, getAccounts)
}

/** The account that a page, or a section of a page, shows. */
export const AccountContext = createContext<Account | undefined>(undefined)

/** @throws outside of an `AccountContext` */
export function useAccount(): Account {
  const account = use(AccountContext)
  if (!account) throw new Error('useAccount must be called inside an AccountContext')
  return account
}
