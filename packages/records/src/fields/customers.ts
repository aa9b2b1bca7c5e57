import type { WritableField, WritableTable } from './field.ts'

const addressLine = (max: number) =>
  ({ kind: 'text', max, group: 'address', onConflict: 'ask' }) as const satisfies WritableField

const address = {
  addressStreet: addressLine(200),
  addressUnit: addressLine(50),
  addressCity: addressLine(100),
  addressState: addressLine(50),
  addressZip: addressLine(20),
  addressCountry: addressLine(50),
} as const satisfies Record<string, WritableField>

const isActive = {
  kind: 'boolean',
  isRequired: true,
  initial: true,
  onConflict: 'ask',
} as const satisfies WritableField
const flag = { kind: 'boolean', isRequired: true, initial: false } as const satisfies WritableField
const tags = {
  kind: 'records',
  of: 'tag_types',
  max: 100,
  isRequired: true,
  initial: [],
} as const satisfies WritableField
const customFields = { kind: 'customFields', isRequired: true, initial: {} } as const satisfies WritableField
const name = { kind: 'text', max: 200, isRequired: true, onConflict: 'ask' } as const satisfies WritableField

const ofServiceTitan = 'Only ServiceTitan has it.'
const ofAccounting = 'It follows from invoices and payments, which ServiceTitan keeps.'
const ofMerges = 'It is set when one is merged into another.'

export const customerFields = {
  table: 'customers',
  domain: 'customers',
  fields: {
    name,
    type: {
      kind: 'choice',
      options: ['Residential', 'Commercial'],
      isRequired: true,
      initial: 'Residential',
    },
    addressStreet: address.addressStreet,
    addressUnit: address.addressUnit,
    addressCity: address.addressCity,
    addressState: address.addressState,
    addressZip: address.addressZip,
    addressCountry: address.addressCountry,
    creditLimit: { kind: 'decimal', ownerInHybrid: 'servicetitan' },
    taxExempt: flag,
    doNotMail: flag,
    doNotService: flag,
    nationalAccount: flag,
    tagTypeIds: tags,
    customFields,
    active: isActive,
  },
  readOnly: {
    balance: ofAccounting,
    creditLimitBalance: ofAccounting,
    paymentTermServiceTitanId: ofServiceTitan,
    mergedIntoId: ofMerges,
    createdByServiceTitanId: ofServiceTitan,
  },
} as const satisfies WritableTable

export const locationFields = {
  table: 'locations',
  domain: 'customers',
  fields: {
    customerId: { kind: 'record', of: 'customers', isRequired: true },
    name,
    addressStreet: address.addressStreet,
    addressUnit: address.addressUnit,
    addressCity: address.addressCity,
    addressState: address.addressState,
    addressZip: address.addressZip,
    addressCountry: address.addressCountry,
    latitude: { kind: 'number', min: -90, max: 90, group: 'address' },
    longitude: { kind: 'number', min: -180, max: 180, group: 'address' },
    zoneId: { kind: 'record', of: 'zones', ownerInHybrid: 'servicetitan' },
    taxExempt: { kind: 'boolean', isRequired: true, initial: false, ownerInHybrid: 'servicetitan' },
    tagTypeIds: tags,
    customFields,
    active: isActive,
  },
  readOnly: {
    phone: 'It is the first phone number among the contacts of the location.',
    email: 'It is the first e-mail address among the contacts of the location.',
    taxZoneServiceTitanId: ofServiceTitan,
    mergedIntoId: ofMerges,
  },
} as const satisfies WritableTable

const contact = {
  type: {
    kind: 'choice',
    options: ['Phone', 'MobilePhone', 'Email', 'Fax'],
    isRequired: true,
    initial: 'MobilePhone',
  },
  value: { kind: 'text', max: 320, isRequired: true, onConflict: 'ask' },
  memo: { kind: 'text', max: 500 },
  doNotText: { ...flag, ownerInHybrid: 'servicetitan' },
} as const satisfies Record<string, WritableField>

export const customerContactFields = {
  table: 'customer_contacts',
  domain: 'customers',
  fields: {
    customerId: { kind: 'record', of: 'customers', isRequired: true },
    type: contact.type,
    value: contact.value,
    memo: contact.memo,
    doNotText: contact.doNotText,
  },
  readOnly: { preferences: ofServiceTitan, active: 'A contact is removed, and not deactivated.' },
  fixed: ['customerId'],
} as const satisfies WritableTable

export const locationContactFields = {
  table: 'location_contacts',
  domain: 'customers',
  fields: {
    locationId: { kind: 'record', of: 'locations', isRequired: true },
    type: contact.type,
    value: contact.value,
    memo: contact.memo,
    doNotText: contact.doNotText,
  },
  readOnly: { preferences: ofServiceTitan, active: 'A contact is removed, and not deactivated.' },
  fixed: ['locationId'],
} as const satisfies WritableTable
