import { useParams } from 'react-router'
import type { Account } from '../session/account.ts'
import { useAccounts } from '../session/use-accounts.ts'

export interface ShownAccount {
  /** Whose pages the navigation leads to. */
  readonly account: Account | undefined
  /** False on pages about all accounts. */
  readonly isOfPage: boolean
}

/** The account of the page, or the first one where the page is about all. */
export function useShownAccount(): ShownAccount {
  const { tenantId } = useParams()
  const accounts = useAccounts()
  if (!tenantId) return { account: accounts[0], isOfPage: false }
  return { account: accounts.find((account) => account.tenantId === tenantId), isOfPage: true }
}
