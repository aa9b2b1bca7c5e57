import { customerFields, locationFields } from 'records/fields'
import {
  assertNone,
  changeContact,
  changeRecord,
  createContact,
  createCustomer,
  createLocation,
  customerContacts,
  locationContacts,
  mergeCustomers,
  positionProblems,
  removeContact,
} from 'records/writes'
import type { RouteModule } from '../http/context.ts'
import { addWrite } from './write-route.ts'
import {
  contactChanges,
  customerChanges,
  locationChanges,
  merge,
  newCustomer,
  newCustomerContact,
  newLocation,
  newLocationContact,
} from './write-schemas.ts'

const shared = { scope: 'write:records', domains: ['customers'] } as const

/** Changes of customers, their contacts and their locations. */
export const customerWriteRoutes: RouteModule = (api, context) => {
  addWrite(
    api,
    context,
    {
      ...shared,
      path: '/customers',
      operationId: 'createCustomer',
      summary: 'Create a customer',
      resource: 'customers',
      body: newCustomer,
      creates: true,
    },
    (write, { body: { id, contacts, ...values } }) =>
      createCustomer(write, {
        id: id as string | undefined,
        values,
        contacts: contacts as Readonly<Record<string, unknown>>[],
      }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'patch',
      path: '/customers/{id}',
      operationId: 'changeCustomer',
      summary: 'Change a customer',
      resource: 'customers',
      body: customerChanges,
    },
    (write, { reference, version, body }) =>
      changeRecord(write, { table: customerFields, reference, version, values: body }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      domains: ['customers', 'jobs'],
      path: '/customers/{id}/merge',
      operationId: 'mergeCustomer',
      summary: 'Merge a customer into another one',
      description:
        'Contacts, locations, jobs and tags move to the other customer, and this one becomes inactive. It cannot be undone.',
      resource: 'customers',
      body: merge,
    },
    (write, { reference, version, body }) =>
      mergeCustomers(write, { from: reference, version, into: body.into }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      path: '/locations',
      operationId: 'createLocation',
      summary: 'Create a location',
      resource: 'locations',
      body: newLocation,
      creates: true,
    },
    (write, { body: { id, contacts, ...values } }) =>
      createLocation(write, {
        id: id as string | undefined,
        values,
        contacts: contacts as Readonly<Record<string, unknown>>[],
      }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'patch',
      path: '/locations/{id}',
      operationId: 'changeLocation',
      summary: 'Change a location',
      resource: 'locations',
      body: locationChanges,
    },
    (write, { reference, version, body }) =>
      changeRecord(write, {
        table: locationFields,
        reference,
        version,
        values: body,
        check: (_, after) => assertNone(positionProblems(after)),
      }),
  )
  for (const kind of contactKinds) addContactRoutes(api, context, kind)
}

const contactKinds = [
  {
    kind: customerContacts,
    resource: 'customer-contacts',
    parent: 'customers',
    type: 'CustomerContact',
    of: 'customer',
    body: newCustomerContact,
  },
  {
    kind: locationContacts,
    resource: 'location-contacts',
    parent: 'locations',
    type: 'LocationContact',
    of: 'location',
    body: newLocationContact,
  },
] as const

function addContactRoutes(
  api: Parameters<RouteModule>[0],
  context: Parameters<RouteModule>[1],
  { kind, resource, parent, type, of, body: newContact }: (typeof contactKinds)[number],
): void {
  addWrite(
    api,
    context,
    {
      ...shared,
      path: `/${parent}/{id}/contacts`,
      operationId: `create${type}`,
      summary: `Add a contact to a ${of}`,
      resource,
      body: newContact,
      creates: true,
    },
    (write, { reference, body: { id, ...values } }) =>
      createContact(write, kind, { id: id as string | undefined, parent: reference, values }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'patch',
      path: `/${resource}/{id}`,
      operationId: `change${type}`,
      summary: `Change a contact of a ${of}`,
      resource,
      body: contactChanges,
    },
    (write, { reference, version, body }) => changeContact(write, kind, { reference, version, values: body }),
  )
  addWrite(
    api,
    context,
    {
      ...shared,
      method: 'delete',
      path: `/${resource}/{id}`,
      operationId: `remove${type}`,
      summary: `Remove a contact of a ${of}`,
      resource,
    },
    (write, { reference, version }) => removeContact(write, kind, { reference, version }),
  )
}
