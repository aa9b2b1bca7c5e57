import { useAccount } from './use-accounts.ts'

/** Builds paths of the page's account: `/jobs` → `/t/1001001/jobs`. */
export function useTenantPath(): (path: string) => string {
  const { tenantId } = useAccount()
  return (path) => tenantPath(tenantId, path)
}

/** Builds a path of any account: `/jobs` of 1001001 → `/t/1001001/jobs`. */
export function tenantPath(tenantId: string, path: string): string {
  return `/t/${tenantId}${path}`
}
