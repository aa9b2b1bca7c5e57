import type { CamelRow } from 'db-migrations/rows'
import { type Role, roles, type Scope } from './scope.ts'

/** The person whose key it is. */
interface Person {
  readonly id: string
  readonly name: string
  readonly role: Role
}

/** The key of a request, and its tenant. */
export type ApiKey = CamelRow<'api.keys', 'tenant_id' | 'key_id' | 'name' | 'expires_at'> &
  CamelRow<'raw.tenants', 'time_zone'> & {
    readonly tenantName: string
    /** Of a person's key: those of their role. */
    readonly scopes: readonly Scope[]
    /** Null: it is the key of an app. */
    readonly person: Person | null
    /** The epoch of the tenant's change feed, which distinguishes it from a later tenant with the same id. */
    readonly epoch: string
  }

/** SQL of an {@link ApiKey}. @param epoch the bound epoch of a tenant without a feed */
export const keyColumns = (epoch: string): string => `
            key.tenant_id AS "tenantId", tenant.name AS "tenantName", tenant.time_zone AS "timeZone",
            key.key_id AS "keyId", key.name, key.scopes, key.expires_at AS "expiresAt",
            CASE WHEN person.person_id IS NOT NULL THEN
              json_build_object('id', person.person_id::text, 'name', person.name, 'role', person.role) END AS person,
            coalesce(position.epoch, ${epoch}) AS epoch`

/** SQL that joins what {@link keyColumns} reads to the row `key` of the tenant `$1`. */
export const keyJoins = `
       JOIN raw.tenants AS tenant ON tenant.tenant_id = $1
       LEFT JOIN api.people AS person ON person.tenant_id = $1 AND person.person_id = key.person_id
       LEFT JOIN raw.change_positions AS position ON position.tenant_id = $1`

/** A key as it was read, with the scopes of its person's role. */
export function withScopes<Key extends Pick<ApiKey, 'scopes' | 'person'>>(key: Key): Key {
  return key.person ? { ...key, scopes: roles[key.person.role] } : key
}
