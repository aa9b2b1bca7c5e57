import type { ApiKey } from '../keys/find-key.ts'
import type { Me } from './me-schema.ts'

/** A key and its tenant, for responses. */
export function meOf({ tenantId, tenantName, timeZone, keyId, name, scopes }: ApiKey): Me {
  return {
    tenant: { id: tenantId, name: tenantName, timeZone },
    key: { id: keyId, name, scopes: [...scopes] },
  }
}
