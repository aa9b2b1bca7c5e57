import type { SetChange, Values } from 'records/merge'

// What ServiceTitan's API takes of each table, from the vendor's OpenAPI files: which fields one request changes together,
// under which names, and what it responds with.

/** One write request, before it is sent. */
export interface PushRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly module: 'crm'
  /** Below the tenant. */
  readonly path: string
  readonly scope: string
  readonly body?: Readonly<Record<string, unknown>>
  /** What it sends, by field, as the outbox stores it until the response. */
  readonly sent: Values
  /** Whether it responds with the record. */
  readonly hasRecord: boolean
}

/** Why a record cannot be sent. */
export interface Blocked {
  readonly blockedBy: string
}

/** What a request is made from. */
export interface RequestInput {
  /** ServiceTitan's id of the record. */
  readonly stId: string
  /** What differs, by field. */
  readonly toSend: Values
  /** The record as ServiceTitan has just sent it. */
  readonly remote: Readonly<Record<string, unknown>>
  /** ServiceTitan's ids of records, by LAZI's; null: ServiceTitan lacks it. */
  readonly stIds: ReadonlyMap<string, string | null>
}

interface PushedTable {
  readonly path: string
  readonly scope: string
  /** The body's members by field. @throws {BlockedError} */
  readonly body: (input: RequestInput) => Record<string, unknown>
}

/** The fields whose texts the API cannot set to null. */
const textOf = (value: unknown) => value ?? ''

/** Each field that is sent as it is, under its own name. */
const plain =
  (...names: readonly string[]) =>
  ({ toSend }: RequestInput) =>
    Object.fromEntries(names.filter((name) => name in toSend).map((name) => [name, toSend[name] ?? '']))

class BlockedError extends Error {
  readonly by: string
  constructor(by: string) {
    super(by)
    this.by = by
  }
}

const addressMembers = ['street', 'unit', 'city', 'state', 'zip', 'country'] as const
const addressField = (member: string) => `address${member[0]?.toUpperCase()}${member.slice(1)}`

/** The address as the API takes it, without coordinates. */
function addressOf(toSend: Values): Record<string, unknown> {
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

function locationAddress({ toSend }: RequestInput): Record<string, unknown> {
  if (!('address' in toSend)) return {}
  const { latitude = null, longitude = null } = toSend.address as Values
  return { address: { ...addressOf(toSend), latitude, longitude } }
}

/** The whole list, because a request replaces it: that of just now, with the texts that differ. */
function customFields({ toSend, remote }: RequestInput): Record<string, unknown> {
  if (!('customFields' in toSend)) return {}
  const changed = toSend.customFields as Values
  const before = Array.isArray(remote.customFields) ? (remote.customFields as Values[]) : []
  const kept = before.filter(({ typeId }) => !(String(typeId) in changed))
  const set = Object.entries(changed).flatMap(([typeId, value]) =>
    value === null ? [] : [{ typeId: BigInt(typeId), value }],
  )
  return { customFields: [...kept.map(({ typeId, value }) => ({ typeId, value: textOf(value) })), ...set] }
}

function reference(name: string, { toSend, stIds }: RequestInput): Record<string, unknown> {
  if (!(name in toSend)) return {}
  const id = String(toSend[name])
  const stId = stIds.get(id)
  if (stId == null) throw new BlockedError(`${name}/${id}`)
  return { [name]: BigInt(stId) }
}

const tables: Readonly<Record<string, PushedTable>> = {
  customers: {
    path: 'customers',
    scope: 'tn.crm.customers:w',
    body: (input) => ({
      ...plain('name', 'type', 'taxExempt', 'doNotMail', 'doNotService', 'nationalAccount', 'active')(input),
      ...customerAddress(input),
      ...customFields(input),
    }),
  },
  locations: {
    path: 'locations',
    scope: 'tn.crm.locations:w',
    body: (input) => ({
      ...reference('customerId', input),
      ...plain('name', 'active')(input),
      ...locationAddress(input),
      ...customFields(input),
    }),
  },
}

/**
 * The next request of a record. Fields that the API takes together are one request; then each tag is one, so that no tag
 * that a person sets in ServiceTitan meanwhile is lost.
 * @returns undefined when there is nothing to send
 * @throws {Error} when the table is not exchanged
 * @example
 * const next = nextRequest('customers', { stId: '41', toSend: { name: 'Ada Park' }, remote, stIds })
 */
export function nextRequest(name: string, input: RequestInput): PushRequest | Blocked | undefined {
  const table = tables[name]
  if (table === undefined) throw new Error(`Records of ${name} are not exchanged.`)
  const { tagTypeIds, ...values } = input.toSend
  const path = `${table.path}/${input.stId}`
  try {
    if (Object.keys(values).length > 0) {
      const body = table.body(input)
      return {
        method: 'PATCH',
        module: 'crm',
        path,
        scope: table.scope,
        body,
        sent: values,
        hasRecord: true,
      }
    }
    return tagRequest(path, table.scope, tagTypeIds as SetChange | undefined, input)
  } catch (error) {
    if (error instanceof BlockedError) return { blockedBy: error.by }
    throw error
  }
}

function tagRequest(
  path: string,
  scope: string,
  change: SetChange | undefined,
  { stIds }: RequestInput,
): PushRequest | undefined {
  const [added] = change?.added ?? []
  const [removed] = change?.removed ?? []
  const tag = added ?? removed
  if (tag === undefined) return undefined
  const stId = stIds.get(tag)
  if (stId == null) throw new BlockedError(`tag_types/${tag}`)
  return {
    method: added === undefined ? 'DELETE' : 'POST',
    module: 'crm',
    path: `${path}/tags/${stId}`,
    scope,
    sent: {
      tagTypeIds: { added: added === undefined ? [] : [added], removed: added === undefined ? [tag] : [] },
    },
    hasRecord: false,
  }
}

/** LAZI's ids of records to which what is to be sent refers, by table. */
export function referencesToSend(toSend: Values): ReadonlyMap<string, readonly string[]> {
  const tags = toSend.tagTypeIds as SetChange | undefined
  const found: (readonly [string, readonly string[]])[] = [
    ['tag_types', [...(tags?.added ?? []), ...(tags?.removed ?? [])]],
    ['customers', typeof toSend.customerId === 'string' ? [toSend.customerId] : []],
  ]
  return new Map(found.filter(([, ids]) => ids.length > 0))
}
