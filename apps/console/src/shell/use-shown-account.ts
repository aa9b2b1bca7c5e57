import { useParams } from 'react-router'
import type { Account } from '../session/account.ts'
import { useAccounts } from '../session/use-accounts.ts'

export interface ShownAccount {
  /** The account whose pages the navigation links to. */
  readonly account: Account | undefined
  /** Whether the page is about this account; false on pages about all accounts. */
  readonly isOfPage: boolean
}

/** The account of the page, or the first account on pages about all accounts. */
export function useShownAccount(): ShownAccount {
  const { tenantId } = useParams()
  const accounts = useAccounts()
  if (!tenantId) return { account: accounts[0], isOfPage: false }
  return { account: accounts.find((account) => account.tenantId === tenantId), isOfPage: true }
}
