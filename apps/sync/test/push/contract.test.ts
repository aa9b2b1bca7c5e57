import { mergeFieldsOf, type Values } from 'records/merge'
import { sentTables } from 'records/synced'
import { type ContractWrite, findWrite, matchWrite, requestSchema } from 'servicetitan-sandbox/contract'
import { expect, test } from 'vitest'
import { nextRequest, type PushRequest } from '../../src/push/requests/index.ts'
import { violationsOf } from '../support/contract.ts'

// Every request of ours against the vendor's own OpenAPI files: its path, its scope, its body, and whether it responds with
// the record. The account of the tests (support/account.ts) does the same with every request that a test has sent.

const ids = {
  record: '41000001',
  uuid: '01980000-0000-7000-8000-000000000001',
  other: '01980000-0000-7000-8000-000000000002',
}
const stIds = new Map<string, string | null>([
  [ids.uuid, '9007199254740993'],
  [ids.other, '7'],
])
const address = {
  street: '1184 Kestrel Hollow Rd',
  unit: '',
  city: 'Tulsa',
  state: 'OK',
  zip: '74105',
  country: 'USA',
  latitude: 36.1,
  longitude: -95.9,
}
/** What ServiceTitan has just sent: the address at the same place, and a custom field that stays. */
const remote = { id: 41_000_001, address, customFields: [{ typeId: 12, name: 'Gate', value: null }] }

/** What LAZI has besides, for requests that send more than what differs. */
const local: Values = { appointmentId: ids.uuid, technicianIds: [] }

/** Values that are at the place of the address, and may be null as it may. */
const members: Values = {
  addressStreet: address.street,
  addressUnit: null,
  addressCity: address.city,
  addressState: address.state,
  addressZip: address.zip,
  addressCountry: address.country,
  latitude: null,
  longitude: null,
  startsAt: '2026-06-20T14:00:00.000000Z',
  endsAt: '2026-06-20T16:00:00.000000Z',
  arrivalStartsAt: null,
  arrivalEndsAt: null,
}

interface Sample {
  readonly table: string
  readonly field: string
  readonly value: unknown
}

/** Values of each field that both sides change, as the merge says what is to be sent. */
const samples: Sample[] = sentTables.flatMap(({ record, writable }) =>
  Object.entries(mergeFieldsOf(writable)).flatMap(([field, merged]) => {
    if (merged.owner === 'servicetitan' || writable.fixed?.includes(field)) return []
    const own = writable.fields[field]
    const values = (): unknown[] => {
      if (merged.kind === 'group')
        return [Object.fromEntries(Object.keys(merged.members).map((name) => [name, members[name] ?? null]))]
      if (merged.kind === 'set')
        return [
          { added: [ids.uuid], removed: [] },
          { added: [], removed: [ids.other] },
        ]
      if (merged.kind === 'texts') return [{ 12: 'A12', 13: 'new' }, { 12: null }]
      if (merged.kind === 'choice') return own?.kind === 'choice' ? [...own.options] : []
      const one: Readonly<Record<string, unknown>> = {
        text: 'Ada',
        html: 'No heat',
        boolean: true,
        number: 1.5,
        decimal: '12.50',
        instant: '2026-06-20T14:00:00.000000Z',
        id: ids.uuid,
      }
      const isText = merged.kind === 'text' || merged.kind === 'html'
      return isText && own?.isRequired !== true ? [one[merged.kind], null] : [one[merged.kind]]
    }
    return values().map((value) => ({ table: record.name, field, value }))
  }),
)

const writeOf = ({ method, module, path }: PushRequest): ContractWrite => {
  const found = matchWrite(method, `/${module}/v2/tenant/7/${path}`)
  if (!found) throw new Error(`The vendor has no ${method} ${module}/${path}`)
  return found.write
}

function check(request: PushRequest): void {
  const { module, path, method, body } = request
  const write = writeOf(request)
  expect(violationsOf({ method, path: `/${module}/v2/tenant/7/${path}`, body })).toEqual([])
  expect(write.scopes).toEqual([request.scope])
  if (request.hasRecord) expect(respondsWithRecord(write)).toBe(true)
}

/** Whether a write responds with the whole record: with its id, and when it was modified. */
function respondsWithRecord(write: ContractWrite): boolean {
  if (write.responses[200] == null) return false
  const own = write.responses[200]
  return /Customer|Location|Job|Appointment/.test(own) && !/Tag|Contact/.test(own)
}

test.each(samples)('$table: $field as $value', ({ table, field, value }) => {
  const input = { stId: ids.record, toSend: { [field]: value }, local, remote, stIds }
  const request = nextRequest(table, input)
  if (request === undefined || 'blockedBy' in request)
    throw new Error(`It is not sent: ${JSON.stringify(request)}`)
  check(request)
  // Nothing of it is sent with another name, or forgotten.
  expect(Object.keys(request.sent)).toEqual([field])
})

test('every value of a record that differs is sent, in requests of the vendor', () => {
  for (const { record } of sentTables) {
    const toSend: Record<string, unknown> = {}
    for (const { table, field, value } of samples) if (table === record.name) toSend[field] ??= value
    const sent = new Set<string>()
    for (let left = { ...toSend }; Object.keys(left).length > 0; ) {
      const request = nextRequest(record.name, { stId: ids.record, toSend: left, local, remote, stIds })
      if (request === undefined || 'blockedBy' in request)
        throw new Error(`${record.name} does not send ${Object.keys(left)}: ${JSON.stringify(request)}`)
      check(request)
      for (const field of Object.keys(request.sent)) sent.add(field)
      left = Object.fromEntries(Object.entries(left).filter(([field]) => !(field in request.sent)))
    }
    expect([...sent].sort()).toEqual(Object.keys(toSend).sort())
  }
})

test('the check finds a body that the vendor does not take', () => {
  const path = '/crm/v2/tenant/7/customers/41000001'
  expect(violationsOf({ method: 'PATCH', path, body: { name: 'Ada' } })).toEqual([])
  expect(violationsOf({ method: 'PATCH', path, body: { nick: 'Ada' } })).toEqual([
    expect.stringContaining('additional properties'),
  ])
  expect(violationsOf({ method: 'PATCH', path, body: { name: null } })).toEqual([
    expect.stringContaining('/name'),
  ])
  expect(violationsOf({ method: 'PATCH', path, body: { address: { ...address, zip: undefined } } })).toEqual([
    expect.stringContaining("'zip'"),
    expect.stringContaining('oneOf'),
  ])
  expect(violationsOf({ method: 'PATCH', path })).toEqual(['a body is missing'])
  expect(violationsOf({ method: 'PUT', path, body: {} })).toEqual([`PUT ${path} is not in the contract`])
  expect(() => requestSchema(findWrite('Customers_DeleteTag'))).toThrow('no body')
})
