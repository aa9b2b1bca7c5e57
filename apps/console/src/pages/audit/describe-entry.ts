import type { AuditEntry } from 'api/client'
import { changedKinds } from '../../records/history/describe-change.ts'

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
  ...nounsOfRecords(),
}

function nounsOfRecords(): Record<string, string> {
  return Object.fromEntries(Object.entries(changedKinds).map(([entity, [noun]]) => [entity, noun]))
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

/** The path of the page of what changed; null: it has none. */
export function pathOfEntity({ entity, entityId, changes }: AuditEntry): string | null {
  if (entity === 'api.keys') return '/keys'
  const path = changedKinds[entity]?.[1]
  if (path) return `${path}/${entityId}`
  if (entity === 'raw.quarantine') return `/quarantine/${entityId}`
  const quarantineId = changes?.quarantineId?.new
  if (entity === 'raw.sync_requests' && typeof quarantineId === 'string') return `/quarantine/${quarantineId}`
  return null
}
