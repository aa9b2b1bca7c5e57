import type { HistoryItem } from 'api/client'

/** A change that was made in LAZI. */
export type PersonChange = Extract<HistoryItem, { readonly by: 'person' }>

/** A change that came from ServiceTitan. */
export type ServiceTitanChange = Extract<HistoryItem, { readonly by: 'servicetitan' }>

const versions: Readonly<Record<ServiceTitanChange['op'], string>> = {
  insert: 'Created',
  update: 'Changed',
  delete: 'Deleted',
  restore: 'Restored',
}

const actions: Readonly<Partial<Record<PersonChange['action'], string>>> = {
  create: 'Created',
  update: 'Changed',
  delete: 'Removed',
  merge: 'Merged',
  dispatch: 'Dispatched',
  start: 'Started',
  done: 'Done',
  complete: 'Completed',
  hold: 'Put on hold',
  unhold: 'Taken off hold',
  reopen: 'Reopened',
  cancel: 'Canceled',
  restore: 'Restored',
  reschedule: 'Rescheduled',
  assign: 'Assigned',
  unassign: 'Unassigned',
  confirm: 'Confirmed',
  unconfirm: 'No longer confirmed',
  adopt: 'Taken over from ServiceTitan',
}

/** The kinds of records that people change, each in words and with the path of its pages, if it has any. */
export const changedKinds: Readonly<Record<string, readonly [noun: string, path: string | null]>> = {
  'lazi.customers': ['customer', '/customers'],
  'lazi.customer_contacts': ['contact', null],
  'lazi.locations': ['location', '/locations'],
  'lazi.location_contacts': ['contact', null],
  'lazi.jobs': ['job', '/jobs'],
  'lazi.appointments': ['appointment', '/appointments'],
}

/** What happened, such as `Rescheduled`. */
export function describeChange(item: HistoryItem): string {
  return item.by === 'servicetitan' ? versions[item.op] : (actions[item.action] ?? item.action)
}

/** Who made a change, such as `Olga`. */
export function nameOfActor({ kind, id, name }: PersonChange['actor']): string {
  return name ?? (id === null ? kind : `${kind} ${id}`)
}

/** The record that was acted on, such as `job`, and the path of its page; null: it has none. */
export function actedOn({ entity, entityId }: PersonChange): {
  readonly noun: string
  readonly path: string | null
} {
  const [noun = entity, path = null] = changedKinds[entity] ?? []
  return { noun, path: path && `${path}/${entityId}` }
}
