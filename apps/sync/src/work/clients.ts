import { ConfigError } from 'cli-kit'
import type { ServiceTitanClient } from 'servicetitan'
import type { Credentials, CredentialsByTenant } from '../tenants/credentials.ts'

/** The clients of the tenants whose credentials this process has; credentials are reloaded without a restart. */
export interface Clients {
  readonly tenantIds: () => readonly string[]
  /** Null: the tenant has no credentials here, or no longer. */
  readonly find: (tenantId: string) => ServiceTitanClient | null
  /** Reads the credentials again. @returns their problems; if there are any, the previous credentials stay */
  readonly reload: () => readonly string[]
}

/**
 * One client per tenant, reused while its credentials stay the same, since it has the access token and the tokens of
 * the rate limit.
 * @throws {ConfigError} when the credentials cannot be read the first time
 */
export function createClients(
  read: () => CredentialsByTenant,
  create: (credentials: Credentials) => ServiceTitanClient,
): Clients {
  let byTenant = read().byTenant
  const clients = new Map<
    string,
    { readonly credentials: Credentials; readonly client: ServiceTitanClient }
  >()
  return {
    tenantIds: () => [...byTenant.keys()],
    find(tenantId) {
      const credentials = byTenant.get(tenantId)
      if (!credentials) return null
      const existing = clients.get(tenantId)
      if (existing && JSON.stringify(existing.credentials) === JSON.stringify(credentials))
        return existing.client
      const client = create(credentials)
      clients.set(tenantId, { credentials, client })
      return client
    },
    reload() {
      try {
        byTenant = read().byTenant
        return []
      } catch (error) {
        if (error instanceof ConfigError) return error.problems
        throw error
      }
    },
  }
}
