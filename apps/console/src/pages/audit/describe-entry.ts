import type { AuditEntry } from 'api/client'

/** What tables are about, in words. */
const nouns: Readonly<Record<string, string>> = {
  'api.keys': 'key',
  'api.people': 'person',
  'api.sessions': 'session',
  'api.sign_in_codes': 'sign-in link',
  'raw.sync_requests': 'request',
  'raw.quarantine': 'quarantine entry',
  'raw.tenants': 'account',
  'raw.sync_state': 'table',
  'raw.st_customers': 'customer',
  'audit.entries': 'audit log',
  'sync.domains': 'domain',
  'lazi.customers': 'customer',
  'lazi.customer_contacts': 'contact of a customer',
  'lazi.locations': 'location',
  'lazi.location_contacts': 'contact of a location',
  'lazi.jobs': 'job',
  'lazi.appointments': 'appointment',
}

/** The tables whose entries the list can be filtered by, in words by their names. */
export const entityNames: ReadonlyMap<string, string> = new Map(Object.entries(nouns))

/** What was done, such as `Revoke key 3`. */
export function describeEntry(entry: Pick<AuditEntry, 'action' | 'entity' | 'entityId'>): string {
  const text = `${entry.action} ${nounOf(entry)} ${entry.entityId}`
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function nounOf({ action, entity }: Pick<AuditEntry, 'action' | 'entity'>): string {
  // All else that is done to the log is done to the account's whole log.
  if (entity === 'audit.entries' && action === 'redact') return 'audit entry'
  return nouns[entity] ?? entity
}

/** The name of an actor, such as `Dispatch board`. */
export function describeActor({ kind, id, name }: AuditEntry['actor']): string {
  return name ?? (id === null ? kind : `${kind} ${id}`)
}

/** The records with pages of their own. */
const pages: Readonly<Record<string, string>> = {
  'lazi.customers': '/customers',
  'lazi.locations': '/locations',
  'lazi.jobs': '/jobs',
  'lazi.appointments': '/appointments',
}

/** The path of the page of what changed; null: it has none. */
export function pathOfEntity({ entity, entityId, changes }: AuditEntry): string | null {
  if (entity === 'api.keys') return '/keys'
  if (pages[entity]) return `${pages[entity]}/${entityId}`
  if (entity === 'raw.quarantine') return `/quarantine/${entityId}`
  const quarantineId = changes?.quarantineId?.new
  if (entity === 'raw.sync_requests' && typeof quarantineId === 'string') return `/quarantine/${quarantineId}`
  return null
}
