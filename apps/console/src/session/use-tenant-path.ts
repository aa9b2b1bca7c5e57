import { useAccount } from './use-accounts.ts'

/** Makes addresses of the account that the page is about: `/jobs` → `/t/1001001/jobs`. */
export function useTenantPath(): (path: string) => string {
  const { tenantId } = useAccount()
  return (path) => tenantPath(tenantId, path)
}

/** The same for any account: `/jobs` of 1001001 → `/t/1001001/jobs`. */
export function tenantPath(tenantId: string, path: string): string {
  return `/t/${tenantId}${path}`
}
