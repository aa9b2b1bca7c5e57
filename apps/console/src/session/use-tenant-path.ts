import { useAccount } from './use-accounts.ts'

/** Makes addresses of the account that the page is about: `/jobs` → `/t/1001001/jobs`. */
export function useTenantPath(): (path: string) => string {
  const { tenantId } = useAccount()
  return (path) => tenantPath(tenantId, path)
}

export function tenantPath(tenantId: string, path: string): string {
  return `/t/${tenantId}${path}`
}
