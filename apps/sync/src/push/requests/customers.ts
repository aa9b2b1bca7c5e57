import type { Values } from 'records/merge'
import { customFields, nextMember, plain, references, stIdOf, textOf } from './body.ts'
import { BlockedError, type PushedTable, type RequestInput, type Step } from './request.ts'

const addressMembers = ['street', 'unit', 'city', 'state', 'zip', 'country'] as const
const addressField = (member: string) => `address${member[0]?.toUpperCase()}${member.slice(1)}`

/** The address as the API takes it, without coordinates. */
export function addressOf(toSend: Values): Record<string, unknown> {
  const address = toSend.address as Values
  return Object.fromEntries(addressMembers.map((member) => [member, textOf(address[addressField(member)])]))
}

/** The API wants the coordinates with each address: those of before, if the address is at the same place. */
function customerAddress({ toSend, remote }: RequestInput): Record<string, unknown> {
  if (!('address' in toSend)) return {}
  const address = addressOf(toSend)
  const before = (remote.address ?? {}) as Values
  const { latitude, longitude } = before
  const isThere = ['street', 'city', 'state', 'zip', 'country'].every(
    (member) => textOf(before[member]) === address[member],
  )
  if (!isThere || latitude == null || longitude == null) throw new BlockedError('needs coordinates')
  return { address: { ...address, latitude, longitude } }
}

/** The address of a location, with its coordinates if it has them. */
export function locationAddress({ toSend }: RequestInput): Record<string, unknown> {
  if (!('address' in toSend)) return {}
  const { latitude = null, longitude = null } = toSend.address as Values
  return { address: { ...addressOf(toSend), latitude, longitude } }
}

/** All fields but tags are one request. */
const change =
  (path: string, scope: string, body: (input: RequestInput) => Record<string, unknown>): Step =>
  (input) => {
    const { tagTypeIds: _tags, ...sent } = input.toSend
    if (Object.keys(sent).length === 0) return undefined
    return {
      method: 'PATCH',
      module: 'crm',
      path: `${path}/${input.stId}`,
      scope,
      body: body(input),
      sent,
      hasRecord: true,
    }
  }

const tag =
  (path: string, scope: string): Step =>
  (input) => {
    const next = nextMember(input.toSend.tagTypeIds)
    if (next === undefined) return undefined
    return {
      method: next.isAdded ? 'POST' : 'DELETE',
      module: 'crm',
      path: `${path}/${input.stId}/tags/${stIdOf('tag_types', next.id, input)}`,
      scope,
      sent: { tagTypeIds: next.sent },
      hasRecord: false,
    }
  }

export const customers: PushedTable = {
  references: { tagTypeIds: 'tag_types' },
  steps: [
    change('customers', 'tn.crm.customers:w', (input) => ({
      ...plain('name', 'type', 'taxExempt', 'doNotMail', 'doNotService', 'nationalAccount', 'active')(input),
      ...customerAddress(input),
      ...customFields(input),
    })),
    tag('customers', 'tn.crm.customers:w'),
  ],
}

export const locations: PushedTable = {
  references: { tagTypeIds: 'tag_types', customerId: 'customers' },
  // Its phone number and e-mail address follow from its contacts, and are not to change twice when it was created.
  related: { customerId: [{ resource: 'location-contacts', filter: 'locationIds' }] },
  steps: [
    change('locations', 'tn.crm.locations:w', (input) => ({
      ...references({ customerId: 'customers' })(input),
      ...plain('name', 'active')(input),
      ...locationAddress(input),
      ...customFields(input),
    })),
    tag('locations', 'tn.crm.locations:w'),
  ],
}
