import type { ApiKey } from '../keys/key-columns.ts'
import type { Me } from './me-schema.ts'

/** A key and its tenant, for responses. */
export function meOf({ tenantId, tenantName, timeZone, keyId, name, scopes, person }: ApiKey): Me {
  return {
    tenant: { id: tenantId, name: tenantName, timeZone },
    key: { id: keyId, name, scopes: [...scopes] },
    person,
  }
}
