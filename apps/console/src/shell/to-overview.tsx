import { Navigate } from 'react-router'
import { useAccount } from '../session/use-accounts.ts'

/** The path of an account without a page, `/t/1001001`, leads to the account's part of the overview. */
export function ToOverview() {
  return <Navigate to={`/#account-${useAccount().tenantId}`} replace />
}
