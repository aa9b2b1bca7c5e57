import {
  appointmentFields,
  customerContactFields,
  customerFields,
  jobFields,
  locationContactFields,
  locationFields,
  type WritableField,
  type WritableTable,
} from 'records/fields'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tableFields } from '../../src/generated/record-fields.ts'
import { type Role, roleNames } from '../../src/keys/scope.ts'
import { type ApiServer, startApiServer } from '../fixtures/api-server.ts'
import { insertWorld } from '../fixtures/insert-world.ts'
import { setDomains, type WorldIds, worldIds } from '../fixtures/own-domains.ts'

// Who may change which field, in which mode: every field of every kind of records that people can change.

const kinds = [
  { resource: 'customers', table: customerFields, id: 'st:10', may: ['office', 'admin'] },
  { resource: 'locations', table: locationFields, id: 'st:20', may: ['office', 'admin'] },
  { resource: 'customer-contacts', table: customerContactFields, id: 'st:15', may: ['office', 'admin'] },
  { resource: 'location-contacts', table: locationContactFields, id: 'st:25', may: ['office', 'admin'] },
  { resource: 'jobs', table: jobFields, id: 'st:110', may: ['office', 'admin'] },
  {
    resource: 'appointments',
    table: appointmentFields,
    id: 'st:200',
    may: ['dispatcher', 'office', 'admin'],
  },
] as const satisfies readonly { resource: string; table: WritableTable; id: string; may: readonly Role[] }[]

let server: ApiServer
let ids: WorldIds
const keys = new Map<Role, string>()
beforeAll(async () => {
  server = await startApiServer()
  await insertWorld(server.database.pool, '1')
  ids = await worldIds(server.database.pool, '1')
  for (const role of roleNames) keys.set(role, (await server.createPerson('1', role)).key)
})
afterAll(() => server.close())

async function change(resource: string, id: string, role: Role, body: object): Promise<number> {
  const response = await server.get(`/api/v2/${resource}/${id}`, keys.get(role) as string, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': '"0"' },
    body: JSON.stringify(body),
  })
  await response.body?.cancel()
  return response.status
}

/** A valid value of a field. */
function sampleOf(field: WritableField): unknown {
  switch (field.kind) {
    case 'text':
      return 'ada@example.com'
    case 'choice':
      return field.options[0]
    case 'boolean':
      return true
    case 'number':
      return 1
    case 'decimal':
      return '1.50'
    case 'instant':
      return '2027-01-01T00:00:00Z'
    case 'record':
      return (
        { customers: ids.ada, locations: ids.adaHome, business_units: ids.unit, job_types: ids.jobType }[
          field.of as 'customers'
        ] ?? null
      )
    case 'records':
      return [ids.tag]
    case 'customFields':
      return { 1: 'a' }
  }
}

// The version 0 is that of no record: 412 is the last check before a change.
test.each(kinds)(
  '$resource: every field, in every mode, by every role',
  async ({ resource, table, id, may }) => {
    const { fields, readOnly, fixed = [] }: WritableTable = table
    const found: Record<string, number> = {}
    const expected: Record<string, number> = {}
    for (const mode of ['servicetitan', 'lazi'] as const) {
      await setDomains(server.database.pool, '1', mode)
      for (const role of roleNames) {
        const isAllowed = (may as readonly Role[]).includes(role)
        const expect_ = (field: string, status: number) => {
          expected[`${mode} ${role} ${field}`] = isAllowed ? status : 403
        }
        for (const [field, definition] of Object.entries(fields)) {
          found[`${mode} ${role} ${field}`] = await change(resource, id, role, {
            [field]: sampleOf(definition),
          })
          expect_(field, fixed.includes(field) ? 400 : mode === 'lazi' ? 412 : 409)
        }
        for (const field of Object.keys(readOnly)) {
          found[`${mode} ${role} ${field}`] = await change(resource, id, role, { [field]: null })
          expect_(field, 400)
        }
      }
    }
    expect(found).toEqual(expected)
  },
)

test.each(kinds)(
  '$resource: every field is one that people can change, or says why not',
  ({ resource, table }) => {
    const { fields, readOnly }: WritableTable = table
    const known = [...Object.keys(fields), ...Object.keys(readOnly)].filter((name) => name !== 'active')
    expect(known.toSorted()).toEqual(Object.keys(tableFields[resource]).toSorted())
  },
)
